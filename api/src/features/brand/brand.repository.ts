import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type BrandView, FIRST_ACCENT, type LogoType } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import type { Logo } from './logo.js';

/** How the operator looks, with its picture. */
export interface Brand {
  readonly version: number;
  readonly accent: string;
  readonly logo: (Logo & { readonly sha256: string }) | null;
}

interface Row {
  readonly version: number;
  readonly accent: string;
  readonly type: LogoType | null;
  readonly content: string | null;
  readonly sha256: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

const COLUMNS = [
  ...['version', 'accent', 'logo_type', 'logo', 'logo_sha256', 'logo_width', 'logo_height', 'logo_bytes'],
  ...['at', 'by_user'],
];
const SELECT = `SELECT version AS version, accent AS accent, logo_type AS type, logo AS content, logo_sha256 AS sha256,
  logo_width AS width, logo_height AS height FROM brand`;

/** The only reader and writer of the looks of the house. Their rows are never changed. */
@Injectable()
export class BrandRepository {
  constructor(private readonly database: Database) {}

  /** The newest; the first look of all while nothing was chosen. */
  async current(source: RowSource = this.database): Promise<Brand> {
    const [row] = await rowsOf<Row>(source, `${SELECT} ORDER BY version DESC LIMIT 1`, []);
    return row === undefined ? FIRST : brandOf(row);
  }

  /** Undefined for a version that there never was. */
  async at(version: number): Promise<Brand | undefined> {
    if (version === FIRST.version) return FIRST;
    const [row] = await this.database.read<Row>(`${SELECT} WHERE version = ?`, [version]);
    return row === undefined ? undefined : brandOf(row);
  }

  /** @returns whether no other version of this number came first */
  async add(
    tx: Transaction,
    { version, accent, logo }: Omit<Brand, 'logo'> & { readonly logo: Logo | null },
    userId: string,
    now: number,
  ): Promise<boolean> {
    const picture =
      logo === null
        ? [null, null, null, null, null, null]
        : [logo.type, logo.content.toString('base64'), hashOf(logo), logo.width, logo.height, logo.content.byteLength];
    const row = [version, accent, ...picture, now, userId];
    return (await tx.insertMany('brand', COLUMNS, ['version'], [row], 'ignore')) > 0;
  }
}

const FIRST: Brand = { version: 0, accent: FIRST_ACCENT, logo: null };

/** What may be told of it beside the picture itself. */
export function toBrandView({ version, accent, logo }: Brand): BrandView {
  if (logo === null) return { version, accent, logo };
  const { type, width, height, content, sha256 } = logo;
  return { version, accent, logo: { type, width, height, bytes: content.byteLength, sha256 } };
}

function brandOf({ version, accent, type, content, sha256, width, height }: Row): Brand {
  if (type === null || content === null || sha256 === null) return { version, accent, logo: null };
  const logo = { type, width: width ?? 0, height: height ?? 0, content: Buffer.from(content, 'base64'), sha256 };
  return { version, accent, logo };
}

function hashOf({ content }: Logo): string {
  return createHash('sha256').update(content).digest('hex');
}
