import { aRow, idOf } from '../../../../testing/circuits';
import { tileGroups } from './tile-groups';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const fresh = new Date(NOW - 1_000).toISOString();
const old = new Date(NOW - 60_000).toISOString();
const row = (id: number, zSiteZh: string, change: object = {}) =>
  aRow({ id: idOf(id), zSiteZh, zSiteEn: zSiteZh, sampleAt: fresh, intervalS: 10, status: 'running', ...change });

describe('tiles of circuits', () => {
  it('lie by site, in the order of the rows', () => {
    const groups = tileGroups([row(1, '杭州', { status: 'failed' }), row(2, '宁波'), row(3, '杭州')], new Set(), NOW);
    expect(groups.map(({ nameZh, tiles, troubled }) => [nameZh, tiles.map(({ status }) => status), troubled])).toEqual([
      ['杭州', ['failed', 'running'], 1],
      ['宁波', ['running'], 0],
    ]);
  });

  it('lie at the near site where the far end is not the reader’s own', () => {
    const own = new Set(['上海', '杭州']);
    const line = (id: number, zSiteZh: string) => row(id, zSiteZh, { aSiteZh: '上海', aSiteEn: 'Shanghai' });
    const groups = tileGroups([line(1, '运营商节点'), line(2, '杭州')], own, NOW);
    expect(groups.map(({ nameZh }) => nameZh)).toEqual(['上海', '杭州']);
  });

  it('are grey when their reading is older than two and a half intervals', () => {
    const [group] = tileGroups([row(1, '杭州', { sampleAt: old })], new Set(), NOW);
    expect([group?.tiles[0]?.status, group?.troubled]).toEqual(['unknown', 1]);
  });
});
