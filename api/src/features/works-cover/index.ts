export { type CoveredTime, type RunningWork, WorksCover } from './works-cover.js';
export { WorksCoverModule } from './works-cover.module.js';
