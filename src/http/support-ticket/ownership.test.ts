import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { password, refused, succeeded, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import { builtIn } from '../../domain/catalog.ts'

const notOwner = { ticket: 'You are not the owner of the requested ticket.' }

onEachEngine('ST 9.9: a second user gets the owner errors and changes nothing', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const [ann, bob] = [await client(), await client()]
    const ticket = await ann.open({}, { name: 'a.txt', bytes: Buffer.from('a') })
    const before = await ann.view(ticket)
    const id = String(ticket)
    refused(await bob.send('GET', `support/ticket/detailed-view/?ticket_id=${id}`), 400, notOwner)
    refused(await bob.send('GET', `support/ticket/download/${before.attachments[0]?.id}/`), 400, notOwner)
    // Alone, although priority and tags are wrong as well.
    const update = { ticket_id: id, priority: '9', tags: '99' }
    refused(await bob.send('POST', 'support/update/ticket/', { form: update }), 400, notOwner)
    refused(
      await bob.send('POST', 'support/update/ticket/', { form: { ...update, priority: '3', tags: '1' } }),
      400,
      notOwner,
    )
    refused(
      await bob.send('POST', 'support/ticket/conversation/', { form: { ticket: id, comment: 'x' } }),
      400,
      notOwner,
    )
    refused(await bob.send('POST', 'support/ticket/conversation/', { form: { ticket: id } }), 400, {
      ...notOwner,
      comment: 'This field is required.',
    })
    refused(await bob.send('POST', 'support/ticket/status/', { form: { ticket: id, status: '3' } }), 400, {
      ticket: "You Can't open or close this Ticket",
    })
    assert.deepEqual((await bob.send('GET', 'support/get/ticket/history/')).body.data, { TicketList: [] })
    assert.deepEqual(await ann.view(ticket), before)
  } finally {
    await on.close()
  }
})

onEachEngine('staff act on every ticket, as far as their roles go', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const ticket = await ann.open({}, { name: 'a.txt', bytes: Buffer.from('a') })
    const id = String(ticket)
    const staff = await client(await buildRep(on, { password, roleIds: [builtIn.role.rep] }))
    succeeded(
      await staff.send('POST', 'support/update/ticket/', {
        form: { ticket_id: id, priority: '1', tags: '2' },
      }),
    )
    succeeded(
      await staff.send('POST', 'support/ticket/conversation/', { form: { ticket: id, comment: 'Hello' } }),
    )
    succeeded(await staff.send('POST', 'support/ticket/status/', { form: { ticket: id, status: '3' } }))
    const { attachments, ticket: seen } = await staff.view(ticket)
    assert.deepEqual([seen.priority, seen.tags, seen.status], ['1', [2], '3'])
    assert.equal((await staff.send('GET', `support/ticket/download/${attachments[0]?.id}/`)).text, 'a')

    const reader = await client(await buildRep(on, { password, roleIds: [builtIn.role.readOnly] }))
    assert.deepEqual(await reader.view(ticket), await staff.view(ticket))
    const forbidden = { detail: 'You do not have permission to perform this action.' }
    refused(
      await reader.send('POST', 'support/update/ticket/', { form: { ticket_id: id, tags: '1' } }),
      403,
      forbidden,
    )
    refused(
      await reader.send('POST', 'support/ticket/status/', { form: { ticket: id, status: '2' } }),
      403,
      forbidden,
    )
    refused(
      await reader.send('POST', 'support/ticket/conversation/', { form: { ticket: id, comment: 'x' } }),
      403,
      forbidden,
    )
  } finally {
    await on.close()
  }
})
