/*
 * GET /v1/settings/work-timetable   200 { weeks, holidays }; nobody has set working hours, so both are empty (§7.7)
 */
export const readWorkTimetable = () => async () => ({ weeks: [], holidays: [] })
