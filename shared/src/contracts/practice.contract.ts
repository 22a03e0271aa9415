import * as z from 'zod/mini';

/**
 * `POST /commands` of the practice network's control port (127.0.0.1 only).
 * `circuit` is a circuit code, with `end` A unless said; `device` is a device code.
 */
export const PracticeCommand = z.discriminatedUnion('do', [
  z.object({
    do: z.enum(['down', 'up']),
    circuit: z.string(),
    end: z.optional(z.enum(['A', 'Z'])),
    trap: z.optional(z.boolean()),
  }),
  z.object({
    do: z.literal('flap'),
    circuit: z.string(),
    end: z.optional(z.enum(['A', 'Z'])),
    times: z._default(z.int().check(z.minimum(1), z.maximum(100)), 5),
    everyMs: z._default(z.int().check(z.minimum(50), z.maximum(600_000)), 2_000),
  }),
  z.object({
    /** The device says that the port went down (linkDown), which is not so. */
    do: z.literal('false-trap'),
    circuit: z.string(),
    end: z.optional(z.enum(['A', 'Z'])),
  }),
  z.object({ do: z.enum(['reboot', 'renumber', 'silence', 'answer']), device: z.string() }),
  z.object({
    do: z.literal('speed'),
    circuit: z.string(),
    end: z.optional(z.enum(['A', 'Z'])),
    mbps: z.int().check(z.minimum(1), z.maximum(400_000)),
  }),
  z.object({
    do: z.literal('load'),
    circuit: z.string(),
    end: z.optional(z.enum(['A', 'Z'])),
    /** Percent of the contracted bandwidth that both directions are held at; null gives the daily shape back. */
    percent: z.nullable(z.number().check(z.minimum(0), z.maximum(100))),
  }),
  z.object({
    /** What an E1 or SDH line shows at one end; los, lof and ais take its port down, and the other end sees rai. */
    do: z.literal('alarm'),
    circuit: z.string(),
    end: z.optional(z.enum(['A', 'Z'])),
    alarm: z.enum(['los', 'lof', 'ais', 'rai', 'clear']),
    trap: z.optional(z.boolean()),
  }),
  z.object({
    do: z.literal('optical'),
    circuit: z.string(),
    end: z.optional(z.enum(['A', 'Z'])),
    /** Received level that the transceiver shows; null gives its own back. */
    dbm: z.nullable(z.number().check(z.minimum(-60), z.maximum(10))),
  }),
  z.object({
    do: z.literal('loss'),
    circuit: z.string(),
    /** Percent of the test packets that are lost; null: as usual. */
    percent: z.nullable(z.number().check(z.minimum(0), z.maximum(100))),
  }),
  z.object({
    do: z.literal('delay'),
    circuit: z.string(),
    /** Two-way delay; null: as usual. */
    ms: z.nullable(z.number().check(z.minimum(0), z.maximum(10_000))),
    jitterMs: z.optional(z.number().check(z.minimum(0), z.maximum(10_000))),
  }),
]);
export type PracticeCommand = z.infer<typeof PracticeCommand>;

/** `GET /ports` of the control port: the counters as the agents hold them, in decimal. */
export const PracticePort = z.object({
  device: z.string(),
  udpPort: z.int(),
  ifIndex: z.int(),
  ifName: z.string(),
  ifAlias: z.string(),
  circuit: z.nullable(z.string()),
  end: z.nullable(z.enum(['A', 'Z'])),
  operStatus: z.int(),
  inOctets: z.string(),
  outOctets: z.string(),
  sysUpTime: z.int(),
  silent: z.boolean(),
});
export type PracticePort = z.infer<typeof PracticePort>;
export const PracticePorts = z.object({ at: z.number(), ports: z.array(PracticePort) });
export type PracticePorts = z.infer<typeof PracticePorts>;
