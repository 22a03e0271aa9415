import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isCustomerRole,
  REPORT_VERSIONS_MOST,
  type ReportComparison,
  type ReportComparisonQuery,
  type ReportDifference,
  ReportNumbers,
  type ReportVersion,
  type Role,
} from '@linewatch/shared';
import { z } from 'zod';
import { iso } from '../../database/instants.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import type { Scope } from '../../platform/auth/scope.js';
import { differenceOf } from './report-difference.js';
import { shownPart } from './report-sources.js';
import { ReportRepository, type StoredReport, wishOf } from './report.repository.js';

/** Reports of the same customer, period and lines, one beside the other, by the numbers that were stored of each. */
@Injectable()
export class ReportVersionsService {
  constructor(private readonly reports: ReportRepository) {}

  /**
   * Compares a report with a published one, or with itself.
   *
   * @throws DomainError `report.not-found`, also for another version that is of something else or was never published;
   * `report.unfinished` while the report has no numbers
   */
  async compare(
    scope: Scope,
    { role }: UserCaller,
    id: string,
    { other }: ReportComparisonQuery,
  ): Promise<ReportComparison> {
    const report = await this.find(scope, role, id);
    if (report.hash === null) throw new DomainError('report.unfinished', 'The numbers of the report are not there yet');
    const published = await this.reports.published(scope, wishOf(report), REPORT_VERSIONS_MOST);
    const versions = published.filter((version) => version.id !== id && isOfSame(version, report));
    const against = other === undefined ? nearest(report, versions) : await this.version(scope, role, report, other);
    const { customerNameZh, customerNameEn } = report;
    const { month, dates, part } = wishOf(report);
    return {
      about: { customerNameZh, customerNameEn, month, dates, part: part === null ? null : shownPart(part) },
      report: toVersion(report),
      versions: versions.map(toVersion),
      difference: against === undefined ? null : await this.difference(report, against),
    };
  }

  private async version(scope: Scope, role: Role, report: StoredReport, id: string): Promise<StoredReport> {
    const found = await this.find(scope, role, id);
    const isThere = found.id === report.id || (found.publishedAt !== null && isOfSame(found, report));
    if (!isThere) throw notFound();
    return found;
  }

  private async find(scope: Scope, role: Role, id: string): Promise<StoredReport> {
    // MySQL takes a text with a space at its end for the same one.
    const isId = z.uuid().safeParse(id).success;
    const report = isId ? await this.reports.findOne(scope, isCustomerRole(role), id) : undefined;
    if (report === undefined) throw notFound();
    return report;
  }

  private async difference(report: StoredReport, against: StoredReport): Promise<ReportDifference> {
    const [earlier, later] = isBefore(report, against) ? [report, against] : [against, report];
    return {
      earlier: toVersion(earlier),
      later: toVersion(later),
      isSame: earlier.hash === later.hash,
      ...differenceOf(await this.numbers(earlier), await this.numbers(later)),
    };
  }

  private async numbers({ id }: StoredReport): Promise<ReportNumbers> {
    const text = await this.reports.numbers(id);
    if (text === null) throw new Error('a report with a hash has no numbers');
    return ReportNumbers.parse(JSON.parse(text));
  }
}

function notFound(): DomainError {
  return new DomainError('report.not-found', 'There is no such report');
}

/** The one published before, else the one published next; of a report that is not published: the last one. */
function nearest(report: StoredReport, newestFirst: readonly StoredReport[]): StoredReport | undefined {
  return newestFirst.find((version) => isBefore(version, report)) ?? newestFirst.at(-1);
}

/** In order of publication; what is not published comes last. */
function isBefore(one: StoredReport, other: StoredReport): boolean {
  const [first, second] = [one, other].map(({ publishedAt }) =>
    publishedAt === null ? Infinity : Number(publishedAt),
  );
  if (first === undefined || second === undefined || first === second) return one.id < other.id;
  return first < second;
}

function isOfSame(one: StoredReport, other: StoredReport): boolean {
  return one.customerId === other.customerId && aboutOf(one) === aboutOf(other);
}

/** What a report is about, whatever its site is called now and in whatever order its lines were chosen. */
function aboutOf(report: StoredReport): string {
  const { month, dates, part } = wishOf(report);
  const lines = part?.circuitIds ?? null;
  return JSON.stringify([month, dates?.from, dates?.to, part?.site?.id, lines === null ? null : [...lines].sort()]);
}

function toVersion({ id, state, madeAt, publishedAt, hash }: StoredReport): ReportVersion {
  return {
    ...{ id, state, hash },
    madeAt: madeAt === null ? null : iso(madeAt),
    publishedAt: publishedAt === null ? null : iso(publishedAt),
  };
}
