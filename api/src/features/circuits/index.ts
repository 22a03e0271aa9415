export { CircuitLiveReader, type RoutedCircuit } from './circuit-live.reader.js';
export { CircuitNames, type NamedCircuit } from './circuit-names.reader.js';
export { CircuitWriter } from './circuit.writer.js';
export { CircuitsModule } from './circuits.module.js';
export type { CircuitEndEntity } from './circuit-end.entity.js';
export type { CircuitEntity } from './circuit.entity.js';
