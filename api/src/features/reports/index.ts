export { ReportDispatch } from './report-dispatch.js';
export { ReportMaker } from './report-maker.js';
export { REPORT_ZONE } from './report-periods.js';
export { REPORT_METHOD } from './report-words.js';
export { ReportsModule } from './reports.module.js';
