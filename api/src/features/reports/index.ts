export { ReportDispatch } from './report-dispatch.js';
export { ReportMaker } from './report-maker.js';
export { firstToSend, REPORT_ZONE } from './report-periods.js';
export { ReportScheduleRepository } from './report-schedule.repository.js';
export { REPORT_METHOD } from './report-words.js';
export { ReportsModule } from './reports.module.js';
