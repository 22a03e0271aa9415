export { MeasureReader, type ValueRow } from './measure-reader.js';
export { MeasureRepository } from './measure.repository.js';
export { MeasureSumRepository } from './measure-sum.repository.js';
export { MeasuresModule } from './measures.module.js';
