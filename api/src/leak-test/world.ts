import { addressOf, type DescribedRoute, kindOf, wordOf } from './described-routes.js';
import type { Visitor } from './visitor.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Fields that name somebody or something, and so tell whose it is. */
const NAMES = new Set([
  ...['code', 'name', 'nameZh', 'nameEn', 'alias', 'address', 'email', 'phone', 'number', 'title', 'fileName'],
  ...['description', 'subject', 'text', 'comment', 'customerNumber'],
]);
/** What several customers may be told of: the operator's own people and rules, and planned works that hit them all. */
const SHARED = new Set([
  ...['accountManager', 'manager', 'actor', 'by', 'author', 'assignee', 'staff'],
  ...['norm', 'creditTable', 'creditTableId', 'work', 'works'],
]);
/** Routes of what all customers share: their answers tell nothing of one. A planned work hits several at once. */
const COMMON = [/^\/api\/v1\/(codes|norms|working-calendars|works|identity-providers|sign-in)/, /\/view-as\//];
/** A shorter word is too likely to be somebody else's too. */
const SHORTEST_NAME = 4;
/** Of each kind so many things are looked into. */
const LOOKED_INTO = 25;
const PAGES = 5;

/** All that a person is told about their own things. */
export class World {
  readonly ids = new Set<string>();
  /** Names, and the ids of the things that have them. */
  readonly names = new Map<string, Set<string>>();
  /** Ids by the kind of thing, as `circuits`. */
  readonly byKind = new Map<string, Set<string>>();
  /** Where a list goes on, by the path of the list. */
  readonly cursors = new Map<string, string>();
  /** What each address answered. */
  readonly answers = new Map<string, string>();

  take(path: string, address: string, text: string, json: unknown): void {
    this.answers.set(address, text);
    if (COMMON.some((common) => common.test(path))) return;
    this.walk(json, wordOf(path), '');
  }

  /** Words by which this world would be known in somebody else's answers. */
  markers(other: World): string[] {
    const names = [...this.names].filter(([name]) => !other.hasOwn(name, this)).map(([name]) => name);
    return [...this.ids, ...names];
  }

  /** Whether a name is that of a thing here which is not one of the other world. */
  private hasOwn(name: string, other: World): boolean {
    return [...(this.names.get(name) ?? [])].some((id) => !other.ids.has(id));
  }

  private walk(value: unknown, kind: string, owner: string): void {
    if (Array.isArray(value)) {
      for (const each of value) this.walk(each, kind, owner);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const fields = Object.entries(value);
    const own = fields.find(([key, content]) => key === 'id' && isUuid(content))?.[1] as string | undefined;
    if (own !== undefined) this.byKind.set(kind, (this.byKind.get(kind) ?? new Set()).add(own));
    for (const [key, content] of fields) this.field(key, content, { kind, owner: own ?? owner });
  }

  private field(key: string, content: unknown, { kind, owner }: { kind: string; owner: string }): void {
    if (SHARED.has(key)) return;
    if (isUuid(content)) this.ids.add(content);
    else if (typeof content === 'string' && NAMES.has(key) && content.length >= SHORTEST_NAME) {
      this.names.set(content, (this.names.get(content) ?? new Set()).add(owner));
    } else this.walk(content, key === 'items' ? kind : key, owner);
  }
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** Reads all that a person may read without anybody's help: the lists, and what is behind their ids. */
export async function explore(visitor: Visitor, routes: readonly DescribedRoute[]): Promise<World> {
  const world = new World();
  const readable = routes.filter(({ method, isOpen }) => method === 'GET' && !isOpen);
  for (const route of readable.filter(({ parts }) => parts.length === 0)) await readList(visitor, route, world);
  for (const route of readable.filter(({ parts }) => parts.length === 1)) {
    for (const id of [...(world.byKind.get(kindOf(route)) ?? [])].slice(0, LOOKED_INTO)) {
      const address = addressOf(route, id);
      const { status, text, json } = await visitor.send('GET', address);
      if (status === 200) world.take(route.path, address, text, json);
    }
  }
  return world;
}

async function readList(visitor: Visitor, route: DescribedRoute, world: World): Promise<void> {
  const limit = route.query.find(({ name }) => name === 'limit')?.schema?.maximum;
  let cursor: string | undefined;
  for (let page = 1; page <= PAGES; page += 1) {
    const asked = { ...(limit !== undefined && { limit: String(limit) }), ...(cursor !== undefined && { cursor }) };
    const address = addressOf(route, '', asked);
    const { status, text, json } = await visitor.send('GET', address);
    if (status !== 200) return;
    world.take(route.path, address, text, json);
    cursor = cursorIn(json);
    if (cursor === undefined) return;
    world.cursors.set(route.path, cursor);
  }
}

function cursorIn(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const found = Object.entries(json).find(([key, value]) => /cursor/i.test(key) && typeof value === 'string');
  return found?.[1] as string | undefined;
}
