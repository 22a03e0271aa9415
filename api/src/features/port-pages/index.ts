export { blockOf, blocksOf, PORTS_A_BLOCK, portsOfBlock } from './port-blocks.js';
export { figuresAmong, type PortFigures, readAtAmong, readPortFigures } from './port-figures.js';
export { FIELD, FIELDS, type Point, type PortNow, PortPage, type StoredPage } from './port-page.js';
