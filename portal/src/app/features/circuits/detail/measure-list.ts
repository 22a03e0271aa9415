import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type CircuitMeasure, lineAlarms, type LineLayer, NO_LINE_ALARM } from '@linewatch/shared';
import { Locale } from '../../../core/i18n/locale';
import { AgePipe } from '../../../ui/format/pipes';
import { formatDbm, NO_VALUE } from '../../../ui/format/quantities';

/** One row: what was measured where, what it was, and how old that is. */
interface MeasureRow {
  readonly pointId: number;
  readonly what: string;
  readonly side: string;
  readonly values: string;
  readonly isTrouble: boolean;
  readonly ageMs: number | null;
}

const LAYERS: Readonly<Record<string, LineLayer>> = { SECTION: 'SECTION', LINE: 'LINE', PATH: 'PATH', VT: 'VT' };

/** Light and line alarms of a circuit as they are now. */
@Component({
  selector: 'lw-measure-list',
  imports: [AgePipe, TranslocoPipe],
  templateUrl: './measure-list.html',
  styleUrl: './measure-list.css',
})
export class MeasureList {
  readonly measures = input.required<readonly CircuitMeasure[]>();
  /** ms. */
  readonly now = input.required<number>();

  protected readonly locale = inject(Locale);
  private readonly transloco = inject(TranslocoService);

  protected readonly rows = computed<readonly MeasureRow[]>(() => {
    this.locale.language();
    return this.measures().map((measure) => {
      const isLost = measure.status !== null && measure.status !== 'OK';
      const alarms = alarmsOf(measure);
      const said = measure.kind === 'LINE' ? this.alarmText(measure, alarms) : opticalText(measure, this.text);
      return {
        pointId: measure.pointId,
        what: this.nameOf(measure),
        side: measure.side,
        values: isLost ? `${this.text(`measureStatus.${String(measure.status)}`)} (${said})` : said,
        isTrouble: isLost || alarms.length > 0,
        ageMs: measure.valuesAt === null ? null : this.now() - Date.parse(measure.valuesAt),
      };
    });
  });

  private nameOf({ source, layer }: CircuitMeasure): string {
    const name = this.text(`measureSource.${source}`);
    return layer === null ? name : `${name} · ${this.text(`sdhLayer.${layer}`)}`;
  }

  private alarmText({ line }: CircuitMeasure, alarms: readonly string[]): string {
    if (line === null) return NO_VALUE;
    if (alarms.length === 0) return this.text('quality.noAlarm');
    return alarms.map((code) => this.text(`lineAlarm.${code}`)).join(' · ');
  }

  private readonly text = (key: string): string => this.transloco.translate(key);
}

/** Codes of the alarms in a status, without the one that says there is none. */
function alarmsOf({ line, layer }: CircuitMeasure): readonly string[] {
  if (line === null || line.alarmBits === NO_LINE_ALARM) return [];
  return lineAlarms(LAYERS[layer ?? ''] ?? 'E1', line.alarmBits).filter((code) => !/No(Alarm|Defect)$/.test(code));
}

function opticalText({ optical }: CircuitMeasure, text: (key: string) => string): string {
  if (optical === null) return NO_VALUE;
  const { rxDbm, txDbm, temperatureC, voltageV, biasMa } = optical;
  const parts = [
    `${text('quality.rx')} ${formatDbm(rxDbm)}`,
    `${text('quality.tx')} ${formatDbm(txDbm)}`,
    ...(temperatureC === null ? [] : [`${temperatureC.toFixed(1)} °C`]),
    ...(voltageV === null ? [] : [`${voltageV.toFixed(2)} V`]),
    ...(biasMa === null ? [] : [`${biasMa.toFixed(1)} mA`]),
  ];
  return parts.join(' · ');
}
