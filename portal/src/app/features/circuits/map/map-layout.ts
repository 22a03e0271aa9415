/** Two places with a line between them. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where each place is drawn, px; all of it lies within `width` by `height`. */
export interface MapLayout {
  readonly places: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
}

/** Room for a name from the middle of its place, px. */
const MARGIN: Point = { x: 100, y: 40 };
/** Places on one ring stand at least so far apart along it, px. */
const SPACING = 130;
const RING = 220;
/** Names lie flat, so a ring is wider than high. */
const FLATTENED = 0.62;

/**
 * Places around those that most lines end at: headquarters in the middle, its branches on a ring, theirs further out.
 * What hangs together is drawn together, the largest network first; places keep their order, so the same network is
 * drawn the same each time.
 */
export function mapLayout(places: readonly string[], edges: readonly Edge[]): MapLayout {
  const neighbours = new Map(places.map((place) => [place, new Map<string, number>()]));
  for (const { from, to } of edges) {
    if (from === to) continue;
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const near = neighbours.get(one);
      near?.set(other, (near.get(other) ?? 0) + 1);
    }
  }
  const linesAt = (place: string): number =>
    [...(neighbours.get(place)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const byLines = [...places].sort((one, other) => linesAt(other) - linesAt(one));
  const drawn = new Map<string, Point>();
  let [width, height] = [0, 0];
  for (const hub of byLines) {
    if (drawn.has(hub)) continue;
    const rings = ringsAround(hub, neighbours);
    const radii = radiiOf(rings);
    const radius = radii.at(-1) ?? 0;
    const centre = { x: MARGIN.x + radius, y: height + MARGIN.y + radius * FLATTENED };
    for (const [depth, ring] of rings.entries()) {
      for (const [index, place] of ring.entries()) {
        // Half a step on each second ring, so that a line does not run through a place of the ring before.
        const angle = (2 * Math.PI * (index + (depth % 2) / 2)) / ring.length - Math.PI / 2;
        const reach = radii[depth] ?? 0;
        drawn.set(place, {
          x: Math.round(centre.x + reach * Math.cos(angle)),
          y: Math.round(centre.y + reach * FLATTENED * Math.sin(angle)),
        });
      }
    }
    width = Math.max(width, 2 * (MARGIN.x + radius));
    height = Math.ceil(centre.y + radius * FLATTENED + MARGIN.y);
  }
  return { places: drawn, width: Math.ceil(width), height };
}

/** Places by their distance from the hub, each ring in the order of the ring that it hangs on. */
function ringsAround(hub: string, neighbours: ReadonlyMap<string, ReadonlyMap<string, number>>): string[][] {
  const seen = new Set([hub]);
  const rings = [[hub]];
  for (let ring = rings[0] ?? []; ring.length > 0;) {
    const next: string[] = [];
    for (const place of ring) {
      for (const near of neighbours.get(place)?.keys() ?? []) {
        if (seen.has(near)) continue;
        seen.add(near);
        next.push(near);
      }
    }
    if (next.length > 0) rings.push(next);
    ring = next;
  }
  return rings;
}

/** Each ring outside the one before, and long enough for its places. */
function radiiOf(rings: readonly (readonly string[])[]): number[] {
  const radii: number[] = [];
  for (const ring of rings) {
    const before = radii.at(-1);
    radii.push(before === undefined ? 0 : Math.max(before + RING, (ring.length * SPACING) / (2 * Math.PI)));
  }
  return radii;
}

/**
 * Where the curve of one of several lines between two places runs: side by side, the middle one straight.
 *
 * @param bend px to the side of the straight line
 * @returns the path of an SVG, and the middle of the curve
 */
export function curveBetween(from: Point, to: Point, bend: number): { readonly path: string; readonly middle: Point } {
  // From one end for both directions, so that lines of either do not lie on each other.
  const [one, other] = from.x < to.x || (from.x === to.x && from.y <= to.y) ? [from, to] : [to, from];
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const length = Math.hypot(dx, dy);
  const side = length === 0 ? { x: 0, y: -1 } : { x: -dy / length, y: dx / length };
  const middle = { x: (one.x + other.x) / 2 + side.x * bend, y: (one.y + other.y) / 2 + side.y * bend };
  // The control point of a quadratic curve lies twice as far out as its middle.
  const control = { x: middle.x + side.x * bend, y: middle.y + side.y * bend };
  const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return { path: `M${text(one)}Q${text(control)} ${text(other)}`, middle };
}
