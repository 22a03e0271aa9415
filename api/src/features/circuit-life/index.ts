export { CircuitLifeModule } from './circuit-life.module.js';
export { type Birth, CircuitStepRepository } from './circuit-step.repository.js';
export { StoppedLine } from './stopped-line.js';
