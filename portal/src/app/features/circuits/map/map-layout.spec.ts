import { curveBetween, mapLayout } from './map-layout';

const star = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ from: 'hub', to: `branch ${String(index)}` }));
const placesOf = (edges: readonly { from: string; to: string }[]): string[] => [
  ...new Set(edges.flatMap(({ from, to }) => [to, from])),
];

describe('the drawing of a network', () => {
  it('has the place that most lines end at in the middle', () => {
    const edges = star(6);
    const { places, width, height } = mapLayout(placesOf(edges), edges);
    const { x, y } = places.get('hub') ?? { x: NaN, y: NaN };
    expect(Math.abs(x - width / 2)).toBeLessThan(1);
    expect(Math.abs(y - height / 2)).toBeLessThan(1);
  });

  it('keeps places apart and within its size, however many there are', () => {
    const edges = star(60);
    const { places, width, height } = mapLayout(placesOf(edges), edges);
    const points = [...places.values()];
    for (const [index, one] of points.entries()) {
      expect(one.x >= 0 && one.x <= width && one.y >= 0 && one.y <= height).toBeTrue();
      for (const other of points.slice(index + 1)) {
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(40);
      }
    }
  });

  it('puts networks that do not hang together below each other, and every place somewhere', () => {
    const edges = [...star(3), { from: 'lone', to: 'pair' }];
    const { places } = mapLayout([...placesOf(edges), 'alone'], edges);
    expect(places.size).toBe(7);
    const lowest = Math.max(...['hub', 'branch 0', 'branch 1', 'branch 2'].map((place) => places.get(place)?.y ?? 0));
    expect(places.get('lone')?.y).toBeGreaterThan(lowest);
    expect(places.get('alone')?.y).toBeGreaterThan(places.get('lone')?.y ?? 0);
  });

  it('bends lines of both directions to the sides that were asked for', () => {
    const [one, other] = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
    ];
    expect(curveBetween(one, other, 10).middle).toEqual(curveBetween(other, one, 10).middle);
    expect(curveBetween(one, other, 10).middle.y).toBe(10);
    expect(curveBetween(one, other, 0).middle).toEqual({ x: 50, y: 0 });
  });
});
