import * as z from 'zod/mini';
import { CircuitLive } from './circuits.contract.js';

/** Places of ends that are none of the reader's sites: a node of the operator, and a branch that they may not see. */
export const UNNAMED_PLACES = ['operator', 'elsewhere'] as const;
export type UnnamedPlace = (typeof UNNAMED_PLACES)[number];

/** Id of a site, or one of the places without a name. */
const MapPlace = z.union([z.uuid(), z.enum(UNNAMED_PLACES)]);

export const MapSite = z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() });
export type MapSite = z.infer<typeof MapSite>;

/** A circuit with the places of its ends; a side may have several (dual homing, point to multipoint). */
export const MapLine = z.extend(CircuitLive, {
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  aPlaces: z.array(MapPlace),
  zPlaces: z.array(MapPlace),
});
export type MapLine = z.infer<typeof MapLine>;

/**
 * `GET /api/v1/map`: the sites and lines of the scope, at most 500 lines, worst first; `total` counts all of them.
 * `feeds` as in the list of circuits.
 */
export const NetworkMap = z.object({
  sites: z.array(MapSite),
  lines: z.array(MapLine),
  total: z.int(),
  feeds: z.record(z.string(), z.int()),
});
export type NetworkMap = z.infer<typeof NetworkMap>;
