import type { FastifyInstance } from 'fastify'
import { list } from '../envelope.ts'
import { invalidInput } from '../errors.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { asObject } from '../lists/list-values.ts'
import { requestFilters } from '../lists/request-query.ts'
import { pageOfRows } from '../lists/rows.ts'
import { readInput } from '../read-input.ts'

const names = new Set(['id', 'name', 'display_name'])

/**
 * The filters that `filter_by` knows (REST v3 §7.3); takes any valid key.
 *
 *     GET  /api/v3/list_view_filters/show_all   input_data={"show_all":{"module":"request"}}
 */
export function registerFilters(wire: FastifyInstance): void {
  wire.get('/list_view_filters/show_all', async (request) => {
    const { data } = await readInput(request)
    const module = asObject(data?.show_all)?.module ?? 'request'
    if (module !== 'request' && module !== 'requests') {
      throw invalidInput('show_all.module', `module "${String(module)}" does not exist`)
    }
    const info = readListInfo(
      { list_info: { row_count: requestFilters.length, ...asObject(data?.list_info) } },
      'asc',
    )
    const shown = requestFilters.map(({ id, name, displayName }) => ({ id, name, display_name: displayName }))
    const { rows, more, total } = pageOfRows(info, shown, names)
    return list('list_view_filters', rows, presentListInfo(info, rows.length, more, total))
  })
}
