import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { password, refused, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { trashCase } from '../../usecases/cases/trash-case.ts'

interface Row {
  readonly id: number
  readonly subject: string
}

onEachEngine('ST 9.7: the 50 newest of 51, and every page', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const ids: number[] = []
    for (let count = 0; count < 51; count++) {
      ids.unshift(await ann.open({ subject: `Ticket ${count}` }))
      // Some at the very same moment: then the id decides.
      if (count % 3 === 0) on.clock.advance(1)
    }
    const page = async (query: string) => {
      const answer = await ann.send('GET', `support/get/ticket/history/${query}`)
      assert.equal(answer.status, 200)
      return (answer.body.data.TicketList as Row[]).map(({ id }) => id)
    }
    for (const [query, expected] of [
      ['', ids.slice(0, 50)],
      ['?offset=50', ids.slice(50)],
      ['?limit=5', ids.slice(0, 5)],
      ['?offset=3&limit=4', ids.slice(3, 7)],
      ['?limit=1000', ids],
      ['?offset=51', []],
      ['?offset=99999999999999999999', []],
      // What is unusable falls back.
      ['?limit=0', ids.slice(0, 50)],
      ['?limit=-1&offset=-1', ids.slice(0, 50)],
      ['?limit=many&offset=', ids.slice(0, 50)],
    ] as const) {
      assert.deepEqual(await page(query), expected, query)
    }
  } finally {
    await on.close()
  }
})

onEachEngine('ST 9.7: each filter, both error texts, and exactly the seven keys', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const [ann, bob] = [await client(), await client()]
    const printer = await ann.open({ subject: 'Printer 100%_down', category: '2', priority: '3' })
    const phone = await ann.open({ subject: 'Phone down: Ärger', category: '1' })
    const closed = await ann.open({ subject: 'Old printer', category: '1' })
    await ann.send('POST', 'support/ticket/status/', { form: { ticket: String(closed), status: '3' } })
    await bob.open({ subject: 'Printer of somebody else' })
    const list = async (query: string) =>
      (await ann.send('GET', `get/ticket/history/?${query}`)).body.data.TicketList as Row[]
    for (const [query, expected] of [
      ['subject=PRINTER', [closed, printer]],
      ['subject=%20down%20', [phone, printer]],
      ['subject=0%25_d', [printer]],
      ['subject=%25', [printer]],
      [`subject=${encodeURIComponent('äRGER')}`, [phone]],
      ['subject=%00', []],
      ['subject=%zz%ff', []],
      ['category=1', [closed, phone]],
      ['category=%202%20', [printer]],
      ['category=99', []],
      [`category=${'9'.repeat(30)}`, []],
      ['status=1', [phone, printer]],
      ['status=3', [closed]],
      ['status=2', []],
      ['status=9', []],
      ['status=3&subject=printer&category=1', [closed]],
      ['status=3&subject=phone', []],
      ['subject=&category=&status=', [closed, phone, printer]],
      ['subject=down&limit=1&offset=1', [printer]],
    ] as const) {
      assert.deepEqual(
        (await list(query)).map(({ id }) => id),
        expected,
        query,
      )
    }
    assert.deepEqual((await list('category=2'))[0], {
      id: printer,
      subject: 'Printer 100%_down',
      priority: '3',
      category: 2,
      category_title: 'Billing',
      comment: 'It prints nothing',
      status: '1',
    })
    refused(await ann.send('GET', 'get/ticket/history/?category=x&status=1'), 400, {
      category: 'Catogory id is not valid numeric',
    })
    refused(await ann.send('GET', 'get/ticket/history/?category=Billing&status=open'), 400, {
      category: 'Catogory id is not valid numeric',
      status: 'Status id is not valid numeric',
    })
  } finally {
    await on.close()
  }
})

onEachEngine('ST 9.7: a body on the GET, empty or not, is no error', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const ticket = await ann.open()
    for (const body of [
      { type: 'multipart/form-data; boundary=--------------------------636539454957364588209747', bytes: '' },
      { multipart: {} },
      { type: 'text/csv', bytes: 'a,b' },
      { json: [] },
    ]) {
      const answer = await ann.send('GET', 'get/ticket/history/', body)
      assert.deepEqual(
        (answer.body.data.TicketList as Row[]).map(({ id }) => id),
        [ticket],
      )
    }
  } finally {
    await on.close()
  }
})

onEachEngine(
  'staff see every ticket that is not in the trash, in the words of this wire (mapping.md)',
  async (engine) => {
    const { on, client } = await ticketDesk(engine)
    try {
      const ann = await client()
      const staff = await client(await buildRep(on, { password }))
      const trashed = await ann.open()
      await trashCase(on.desk, on.as(), trashed)
      const elsewhere = await openCase(on.desk, on.as('rest-v3'), {
        subject: 'From elsewhere',
        description: '<p>Bold <b>&amp; new</b></p><p>Second</p>',
        descriptionFormat: 'html',
        requester: { email: 'carl@customer.example', name: null },
      })
      await changeCase(on.desk, on.as(), elsewhere.number, { status: builtIn.status.onHold })
      const answer = await staff.send('GET', 'get/ticket/history/')
      assert.deepEqual(answer.body.data.TicketList, [
        {
          id: elsewhere.number,
          subject: 'From elsewhere',
          priority: '2',
          category: null,
          category_title: null,
          comment: 'Bold & new\n\nSecond',
          status: '2',
        },
      ])
      refused(await staff.send('GET', `support/ticket/detailed-view/?ticket_id=${trashed}`), 400, {
        ticket: 'Ticket id is not valid.',
      })
      refused(
        await staff.send('POST', 'support/ticket/status/', {
          form: { ticket: String(trashed), status: '3' },
        }),
        400,
        {
          ticket: 'Ticket id is not valid',
        },
      )
    } finally {
      await on.close()
    }
  },
)
