import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { refused, succeeded, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import { listCases } from '../../usecases/cases/list-cases.ts'

const create = 'support/create/ticket/'
const good = { subject: 'Printer down', priority: '2', comment: 'It prints nothing', category: '1' }

/** @returns how many cases there are in all */
async function stored({ on }: Awaited<ReturnType<typeof ticketDesk>>): Promise<number | null> {
  const all = {
    trash: 'with',
    where: [],
    sort: { by: 'number', order: 'asc' },
    limit: 1,
    withTotal: true,
  } as const
  return (await listCases(on.desk, on.as(), all)).total
}

const required = 'This field is required.'
const isNull = 'This field may not be null.'
const blank = 'This field may not be blank.'
const notText = 'Not a valid string.'
const choice = (value: string) => `"${value}" is not a valid choice.`
const received = (type: string) => `Incorrect type. Expected pk value, received ${type}.`
const unknown = (value: string) => `Invalid pk "${value}" - object does not exist.`

onEachEngine('ST 9.5: each row of the error table, in forms and in JSON', async (engine) => {
  const desk = await ticketDesk(engine)
  try {
    const ann = await desk.client()
    const inForms: [Record<string, string | undefined>, Record<string, string>][] = [
      [{ subject: undefined }, { subject: required }],
      [{ comment: undefined }, { comment: required }],
      [{ priority: undefined }, { priority: required }],
      [{ category: undefined }, { category: required }],
      [{ subject: '' }, { subject: blank }],
      [{ subject: ' \t ' }, { subject: blank }],
      [{ comment: '' }, { comment: blank }],
      [{ priority: '' }, { priority: choice('') }],
      [{ priority: '7' }, { priority: choice('7') }],
      [{ priority: 'Low' }, { priority: choice('Low') }],
      [{ category: '' }, { category: isNull }],
      [{ category: '99' }, { category: unknown('99') }],
      [{ category: '-1' }, { category: unknown('-1') }],
      [{ category: '9'.repeat(30) }, { category: unknown('9'.repeat(30)) }],
      [{ category: 'Billing' }, { category: received('str') }],
      [{ category: '1.5' }, { category: received('str') }],
      [{ subject: 'a\0b' }, { subject: 'Null characters are not allowed.' }],
      [
        { attachment: 'text' },
        {
          attachment: 'The submitted data was not a file. Check the encoding type on the form.',
        },
      ],
      // Several at once, in the order of the parameter table.
      [
        { category: '99', comment: ' ', priority: '0', subject: undefined },
        {
          subject: required,
          priority: choice('0'),
          comment: blank,
          category: unknown('99'),
        },
      ],
    ]
    for (const [change, errors] of inForms) {
      const fields = Object.entries({ ...good, ...change }).filter(([, value]) => value !== undefined)
      const form = Object.fromEntries(fields) as Record<string, string>
      for (const body of [{ form }, { multipart: form }])
        refused(await ann.send('POST', create, body), 400, errors)
    }
    const inJson: [Record<string, unknown>, Record<string, string>][] = [
      [
        { subject: null, priority: null, comment: null, category: null },
        {
          subject: isNull,
          priority: isNull,
          comment: isNull,
          category: isNull,
        },
      ],
      [
        { subject: true, comment: ['a'] },
        { subject: notText, comment: notText },
      ],
      [{ subject: { a: 1 } }, { subject: notText }],
      [{ priority: 7 }, { priority: choice('7') }],
      [{ priority: true }, { priority: choice('true') }],
      [{ priority: [1] }, { priority: choice('[1]') }],
      [{ category: false }, { category: received('bool') }],
      [{ category: [1] }, { category: received('list') }],
      [{ category: {} }, { category: received('dict') }],
      [{ category: 1.5 }, { category: received('float') }],
      [{ category: 99 }, { category: unknown('99') }],
      [{ category: '' }, { category: isNull }],
      [{ attachment: null }, { attachment: isNull }],
      [
        { attachment: '' },
        {
          attachment: 'The submitted data was not a file. Check the encoding type on the form.',
        },
      ],
    ]
    for (const [change, errors] of inJson) {
      refused(await ann.send('POST', create, { json: { ...good, ...change } }), 400, errors)
    }
    assert.equal(await stored(desk), 0)
  } finally {
    await desk.on.close()
  }
})

onEachEngine('ST 9.5: what is accepted, and that 500 emoji are and 501 are not', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const emoji = '🖨'.repeat(500)
    const accepted: [Record<string, unknown>, Record<string, unknown>][] = [
      [{ subject: `  ${emoji} ` }, { subject: emoji }],
      [
        { subject: 17, priority: 3, category: ' 1 ' },
        { subject: '17', priority: '3', category: 1 },
      ],
      [
        { priority: '1', comment: ' <b>&amp;</b>\nline ' },
        { priority: '1', comment: '<b>&amp;</b>\nline' },
      ],
      [{ owner: 99, status: '3', id: 1 }, { status: '1' }],
    ]
    for (const [given, shown] of accepted) {
      const answer = await ann.send('POST', create, { json: { ...good, ...given } })
      succeeded(answer)
      const id = Number(
        /^\/api\/v1\/support\/ticket\/detailed-view\/\?ticket_id=(\d+)$/.exec(
          String(answer.headers.location),
        )?.[1],
      )
      const { ticket } = await ann.view(id)
      assert.deepEqual({ ...ticket, ...shown }, ticket)
    }
    succeeded(await ann.send('POST', create, { form: { ...good, attachment: '' } }))
    for (const body of [
      { form: { ...good, subject: `${emoji}🖨` } },
      { multipart: { ...good, subject: 'a'.repeat(501) } },
    ]) {
      refused(await ann.send('POST', create, body), 400, {
        subject: 'Ensure this field has no more than 500 characters.',
      })
    }
    refused(await ann.send('POST', create, { json: { ...good, comment: 'a'.repeat(1_000_001) } }), 400, {
      comment: 'Ensure this field has no more than 1000000 characters.',
    })
  } finally {
    await on.close()
  }
})

onEachEngine(
  'ST 9.5: a file of 2 097 152 bytes is accepted, one byte more refused, an empty one too',
  async (engine) => {
    const desk = await ticketDesk(engine)
    try {
      const ann = await desk.client()
      const send = (size: number, fields = good) =>
        ann.send('POST', create, {
          multipart: fields,
          file: { name: 'log.txt', bytes: Buffer.alloc(size, 'x') },
        })
      succeeded(await send(2_097_152))
      const tooBig = { attachment: 'File is too big. Max filesize: 2MiB.' }
      refused(await send(2_097_153), 400, tooBig)
      refused(await send(10_000_000, { ...good, subject: '' }), 400, { subject: blank, ...tooBig })
      refused(await send(33 * 1024 * 1024), 400, tooBig)
      refused(await send(0), 400, { attachment: 'The submitted file is empty.' })
      assert.equal(await stored(desk), 1)
    } finally {
      await desk.on.close()
    }
  },
)

onEachEngine('bodies that cannot be read (§4)', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    for (const [type, bytes, status, errors] of [
      ['application/json', '{"subject": ', 400, { detail: 'JSON parse error - line 1 column 13 (char 12)' }],
      ['application/json', '{"a": 1,\n x}', 400, { detail: 'JSON parse error - line 2 column 2 (char 10)' }],
      [
        'application/json',
        Buffer.from([0x22, 0xff, 0x22]),
        400,
        {
          detail: 'JSON parse error - the text is not UTF-8',
        },
      ],
      [
        'application/json',
        '[]',
        400,
        {
          non_field_errors: 'Invalid data. Expected a dictionary, but got list.',
        },
      ],
      [
        'application/json',
        '"x"',
        400,
        { non_field_errors: 'Invalid data. Expected a dictionary, but got str.' },
      ],
      [
        'application/json',
        '7',
        400,
        { non_field_errors: 'Invalid data. Expected a dictionary, but got int.' },
      ],
      ['application/json', 'null', 400, { non_field_errors: 'No data provided' }],
      ['text/csv', 'a,b', 415, { detail: 'Unsupported media type "text/csv" in request.' }],
      ['nonsense', 'a,b', 415, { detail: 'Unsupported media type "nonsense" in request.' }],
    ] as const) {
      refused(await ann.send('POST', create, { type, bytes }), status, errors)
    }
    for (const [type, bytes] of [
      ['multipart/form-data', 'x'],
      [
        'multipart/form-data; boundary=a',
        '--a\r\nContent-Disposition: form-data; name="subject"\r\n\r\nbroken of',
      ],
    ] as const) {
      const answer = await ann.send('POST', create, { type, bytes })
      assert.equal(answer.status, 400)
      assert.match(answer.body.errors.detail?.[0] ?? '', /^Multipart form parse error - ./)
    }
    for (const bytes of ['', '{}']) {
      assert.deepEqual(
        Object.keys((await ann.send('POST', create, { type: 'application/json', bytes })).body.errors),
        ['subject', 'priority', 'comment', 'category'],
      )
    }
  } finally {
    await on.close()
  }
})

onEachEngine('ST 9.6: at the limit no ticket is opened, and closing one frees a place', async (engine) => {
  const desk = await ticketDesk(engine, { limits: { openCasesPerContact: 2 } })
  try {
    const [ann, bob] = [await desk.client(), await desk.client()]
    const [first] = [await ann.open(), await ann.open()]
    const atLimit = await ann.send('POST', create, {
      multipart: good,
      file: { name: 'a.txt', bytes: Buffer.from('a') },
    })
    refused(atLimit, 401, { non_field_errors: 'Currenly Open Ticket Limit Exceed.' })
    assert.equal(await stored(desk), 2)
    // After validation: a request that is wrong in itself hears of that.
    refused(await ann.send('POST', create, { form: { ...good, priority: '7' } }), 400, {
      priority: choice('7'),
    })
    await bob.open()
    const setStatus = (status: string) =>
      ann.send('POST', 'support/ticket/status/', { form: { ticket: String(first), status } })
    succeeded(await setStatus('3'))
    await ann.open()
    // Processing counts as well.
    succeeded(await setStatus('2'))
    refused(await ann.send('POST', create, { form: good }), 401, {
      non_field_errors: 'Currenly Open Ticket Limit Exceed.',
    })
  } finally {
    await desk.on.close()
  }
})

onEachEngine('ST 9.6: of 20 creates at once at the limit minus one exactly one is stored', async (engine) => {
  const desk = await ticketDesk(engine, { limits: { openCasesPerContact: 3 } })
  try {
    const ann = await desk.client()
    await ann.open()
    await ann.open()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ann.send('POST', create, { multipart: good })),
    )
    assert.deepEqual(
      Map.groupBy(answers, ({ status }) => status)
        .entries()
        .map(([status, all]) => [status, all.length])
        .toArray()
        .sort(([a = 0], [b = 0]) => a - b),
      [
        [200, 1],
        [401, 19],
      ],
    )
    assert.equal(await stored(desk), 3)
  } finally {
    await desk.on.close()
  }
})

onEachEngine(
  'a limit of 0 is none, and a repeated Idempotency-Key opens one ticket (§6.2)',
  async (engine) => {
    const desk = await ticketDesk(engine, { limits: { openCasesPerContact: 0 } })
    try {
      const ann = await desk.client()
      const headers = { ...ann.headers, 'idempotency-key': 'once' }
      const file = { name: 'a.txt', bytes: Buffer.from('a') }
      const first = await desk.send('POST', create, headers, { multipart: good, file })
      const again = await desk.send('POST', create, headers, { multipart: good, file })
      succeeded(again)
      assert.equal(again.headers['idempotency-replayed'], 'true')
      assert.equal(again.headers.location, first.headers.location)
      const other = await desk.send('POST', create, headers, {
        multipart: { ...good, subject: 'Other' },
        file,
      })
      refused(other, 422, { detail: 'This Idempotency-Key was used for another request.' })
      assert.equal(await stored(desk), 1)
    } finally {
      await desk.on.close()
    }
  },
)
