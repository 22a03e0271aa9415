import type { CellLayout, RowsRequest } from '../snmp-client.js';
import { encodePdu, oidOctets, REQUEST, type RequestTemplate } from './ber-encoder.js';
import { RowDecoder } from './row-decoder.js';

/** Requests of one layout that are kept: those of all places at which tables of the usual sizes are continued. */
const MOST_TEMPLATES = 4_096;
/** More than twice the rows that a message can ask for. */
const MOST_KEYED = 2 ** 16;

/** What is known of a layout once and for all devices that are spoken to alike. */
export class LayoutRequests {
  readonly decoder: RowDecoder;
  /** By the rows they ask for. */
  private readonly templates = new Map<number, RequestTemplate>();

  /** @param around puts what all these devices have in common around a PDU */
  constructor(
    readonly layout: CellLayout,
    private readonly around: (pdu: RequestTemplate) => RequestTemplate,
  ) {
    this.decoder = new RowDecoder(layout);
  }

  of({ layout, after, rows, withScalars }: RowsRequest): RequestTemplate {
    const key = after * MOST_KEYED + rows * 2 + (withScalars ? 1 : 0);
    const known = this.templates.get(key);
    if (known) return known;
    const scalars = withScalars ? layout.scalars : layout.scalars.slice(0, 1);
    const starts = layout.columns.map(({ oid }) => (after <= 0 ? oid : `${oid}.${String(after)}`));
    const oids = [...scalars, ...starts].map(oidOctets);
    const template = this.around(encodePdu(REQUEST.getBulk, oids, scalars.length, rows));
    if (this.templates.size >= MOST_TEMPLATES) this.templates.clear();
    this.templates.set(key, template);
    return template;
  }
}
