import assert from 'node:assert/strict'
import { connectCm } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import { DeskError } from '../../domain/errors.ts'
import type { WorkHours } from '../../domain/work-hours.ts'
import { addEntry } from '../../usecases/catalog/add-entry.ts'
import { deleteEntry } from '../../usecases/catalog/delete-entry.ts'
import { setWorkHours } from '../../usecases/catalog/set-work-hours.ts'

const none: WorkHours = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}
const path = '/v1/settings/work-timetable'

onEachEngine(
  'CM §7.7: the work timetable says what is set of each queue, all seven days of it',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const timetable = async () => (await client.get(path)).json
      assert.deepEqual(await timetable(), { weeks: [], holidays: [] })

      const second = (await addEntry(on.desk, on.as(), { kind: 'group', name: 'Second' })).id
      const day = { from: '09:00', to: '18:00' }
      await setWorkHours(on.desk, on.as(), builtIn.group, {
        workHours: {
          ...none,
          monday: [
            { from: '13:00', to: '17:00' },
            { from: '08:00', to: '12:00' },
          ],
        },
        holidays: ['2030-12-25', '2030-01-01'],
      })
      await setWorkHours(on.desk, on.as(), second, { workHours: { ...none, sunday: [day] }, holidays: [] })
      const empty = { Tuesday: [], Wednesday: [], Thursday: [], Friday: [], Saturday: [] }
      assert.deepEqual(await timetable(), {
        weeks: [
          {
            queueId: builtIn.group,
            Monday: [
              { from: '08:00', to: '12:00' },
              { from: '13:00', to: '17:00' },
            ],
            ...empty,
            Sunday: [],
          },
          { queueId: second, Monday: [], ...empty, Sunday: [day] },
        ],
        holidays: [{ queueId: builtIn.group, days: ['2030-01-01', '2030-12-25'] }],
      })
      assert.deepEqual(Object.keys(((await timetable()).weeks as object[])[0] ?? {}), [
        'queueId',
        'Monday',
        'Tuesday',
        'Wednesday',
        'Thursday',
        'Friday',
        'Saturday',
        'Sunday',
      ])

      await assert.rejects(
        setWorkHours(on.desk, on.as(), second, { workHours: none, holidays: ['2030-02-30'] }),
        DeskError,
      )
      await setWorkHours(on.desk, on.as(), builtIn.group, { workHours: none, holidays: [] })
      await deleteEntry(on.desk, on.as(), 'group', second)
      assert.deepEqual(await timetable(), { weeks: [], holidays: [] })
    } finally {
      await on.close()
    }
  },
)
