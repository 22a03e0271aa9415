import { Pipe, type PipeTransform } from '@angular/core';
import {
  formatAge,
  formatDelay,
  formatDuration,
  formatInstant,
  formatPercent,
  formatRate,
  type InstantDetail,
} from './quantities';

/** bit/s in decimal units. */
@Pipe({ name: 'lwRate' })
export class RatePipe implements PipeTransform {
  transform(bitsPerSecond: number | null | undefined): string {
    return formatRate(bitsPerSecond);
  }
}

/** Percent with its sign. */
@Pipe({ name: 'lwPercent' })
export class PercentPipe implements PipeTransform {
  transform(percent: number | null | undefined): string {
    return formatPercent(percent);
  }
}

/** A delay given in microseconds. */
@Pipe({ name: 'lwDelay' })
export class DelayPipe implements PipeTransform {
  transform(us: number | null | undefined): string {
    return formatDelay(us);
  }
}

/** A length of time given in ms. */
@Pipe({ name: 'lwDuration' })
export class DurationPipe implements PipeTransform {
  transform(ms: number, language: string): string {
    return formatDuration(ms, language);
  }
}

/** How long ago something was, given in ms. */
@Pipe({ name: 'lwAge' })
export class AgePipe implements PipeTransform {
  transform(ms: number, language: string): string {
    return formatAge(ms, language);
  }
}

/** A point in time in the zone of the page. */
@Pipe({ name: 'lwInstant' })
export class InstantPipe implements PipeTransform {
  transform(
    at: number | string | null | undefined,
    language: string,
    zone: string,
    detail: InstantDetail = 'minute',
  ): string {
    return formatInstant(at, language, zone, detail);
  }
}
