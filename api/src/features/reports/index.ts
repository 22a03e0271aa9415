export { ReportDispatch } from './report-dispatch.js';
export { ReportMaker } from './report-maker.js';
export { ReportsModule } from './reports.module.js';
