export { CircuitLiveReader, type RoutedCircuit } from './circuit-live.reader.js';
export { CircuitsModule } from './circuits.module.js';
