import * as z from 'zod/mini';

export const COLLECTOR_STATES = ['LIVE', 'SILENT'] as const;
export type CollectorState = (typeof COLLECTOR_STATES)[number];

/** A collector as the NOC sees it. */
export const CollectorView = z.object({
  id: z.uuid(),
  code: z.string(),
  /** The devices it is for; null: all. */
  region: z.nullable(z.string()),
  /** What it is fit for; a device may ask for one of them. */
  tags: z.array(z.string()),
  state: z.enum(COLLECTOR_STATES),
  lastSeenAt: z.nullable(z.iso.datetime()),
  /** Devices that it polls, or that it polled when it fell silent and nobody has taken yet. */
  devices: z.int(),
  /** Since when so many of its devices fail together that its own way to them is in doubt. */
  impairedSince: z.nullable(z.iso.datetime()),
});
export type CollectorView = z.infer<typeof CollectorView>;

/** `GET /api/v1/collectors`, by code. `unowned`: devices that should be polled and belong to no collector. */
export const CollectorList = z.object({ items: z.array(CollectorView), unowned: z.int() });
export type CollectorList = z.infer<typeof CollectorList>;
