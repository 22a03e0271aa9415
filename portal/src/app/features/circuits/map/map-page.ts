import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type MapLine, type OperatingStatus, statusRank } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { LiveFeed } from '../../../core/live/live-feed';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';
import { STATUS_LOOK } from '../../../ui/status/status-look';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';
import { shownStatus, shownWord } from '../live/shown-status';
import { curveBetween, type Edge, mapLayout, type Point } from './map-layout';
import { NetworkDrawing } from './network-drawing';

/** Side by side, far enough that a finger tells them apart. */
const APART = 30;

interface DrawnLine {
  readonly key: string;
  readonly line: MapLine;
  readonly path: string;
  readonly middle: Point;
}

/** The own sites and the lines between them, coloured by what is known now; a table of the same lines stands below. */
@Component({
  selector: 'lw-map-page',
  imports: [EmptyNotice, FailureNotice, PageHeading, RouterLink, Skeleton, Status, Table, TableColumn, TranslocoPipe],
  providers: [NetworkDrawing],
  templateUrl: './map-page.html',
  styleUrls: ['../../../ui/table/row-link.css', './map-page.css'],
})
export class MapPage {
  /** From the address: whether lines that are well are left out. */
  readonly only = input<string>();

  protected readonly drawing = inject(NetworkDrawing);
  protected readonly feed = inject(LiveFeed);
  private readonly locale = inject(Locale);
  private readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);

  /** Whether a drawing that is wider than a phone is made to fit; else it is scrolled through. */
  protected readonly isWhole = signal(true);
  protected readonly isNarrowed = computed(() => this.only() === 'troubled');
  protected readonly identify = ({ id }: MapLine): string => id;
  protected readonly layout = computed(() => {
    const map = this.drawing.shown();
    if (map === undefined) return undefined;
    const edges = map.lines.flatMap(edgesOf);
    const unnamed = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter(
      (place) => !map.sites.some(({ id }) => id === place),
    );
    return mapLayout([...map.sites.map(({ id }) => id), ...unnamed], edges);
  });
  protected readonly lines = computed(() =>
    this.drawing.lines().filter((line) => !this.isNarrowed() || this.isTroubled(line)),
  );
  protected readonly places = computed(() =>
    [...(this.layout()?.places ?? [])].map(([id, point]) => ({ id, point, name: this.nameOf(id) })),
  );
  protected readonly drawn = computed<readonly DrawnLine[]>(() => {
    const places = this.layout()?.places;
    const between = new Map<string, { line: MapLine; edge: Edge }[]>();
    for (const line of this.lines()) {
      for (const edge of edgesOf(line)) {
        const pair = [edge.from, edge.to].sort().join(' ');
        between.set(pair, [...(between.get(pair) ?? []), { line, edge }]);
      }
    }
    return [...between].flatMap(([pair, several]) =>
      several.flatMap(({ line, edge }, index) => {
        const [from, to] = [places?.get(edge.from), places?.get(edge.to)];
        if (from === undefined || to === undefined) return [];
        const curve = curveBetween(from, to, (index - (several.length - 1) / 2) * APART);
        return [{ key: `${line.id} ${pair}`, line, ...curve }];
      }),
    );
  });

  protected statusOf(line: MapLine): OperatingStatus {
    return shownStatus(line, this.now.calm());
  }

  protected wordOf(line: MapLine): ReturnType<typeof shownWord> {
    return shownWord(line, this.now.calm());
  }

  /** State, name and ends in words: colour and shape say the same to the eye. */
  protected label(line: MapLine): string {
    const word = this.transloco.translate(STATUS_LOOK[this.wordOf(line)].word);
    return `${word} ${line.alias ?? line.name}: ${this.namesOf(line.aPlaces)} – ${this.namesOf(line.zPlaces)}`;
  }

  protected namesOf(places: readonly string[]): string {
    return places.map((place) => this.nameOf(place)).join(this.locale.language() === 'en' ? ', ' : '、');
  }

  /** Opens the same page with another filter; the address bar keeps it. */
  protected narrow(isNarrowed: boolean): void {
    const queryParams = { only: isNarrowed ? 'troubled' : null };
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  private isTroubled(line: MapLine): boolean {
    return statusRank(this.statusOf(line)) < statusRank('running');
  }

  private nameOf(place: string): string {
    const site = this.drawing.shown()?.sites.find(({ id }) => id === place);
    if (site !== undefined) return this.locale.pick(site.nameZh, site.nameEn);
    this.locale.language();
    return this.transloco.translate(place === 'operator' ? 'map.operator' : 'map.elsewhere');
  }
}

/** Each end of one side with each of the other. A line that begins and ends at one place is drawn at it. */
function edgesOf({ aPlaces, zPlaces }: MapLine): Edge[] {
  return aPlaces.flatMap((from) => zPlaces.map((to) => ({ from, to })));
}
