/** Of what a status object speaks: an E1 line, or one layer of an SDH port. */
export const LINE_LAYERS = ['E1', 'SECTION', 'LINE', 'PATH', 'VT'] as const;
export type LineLayer = (typeof LINE_LAYERS)[number];

/** One alarm of a line: its name in the MIB, which texts are found by, and its value in the sum. */
export interface LineAlarm {
  readonly code: string;
  readonly bit: number;
}

/** The bit that stands alone when there is none. */
export const NO_LINE_ALARM = 1;

/**
 * Every bit of dsx1LineStatus (RFC 4805 section 4) and of sonetSectionCurrentStatus, sonetLineCurrentStatus,
 * sonetPathCurrentStatus and sonetVTCurrentStatus (RFC 3592 section 4), by rising value.
 */
export const LINE_ALARMS: Readonly<Record<LineLayer, readonly LineAlarm[]>> = {
  E1: numbered([
    'dsx1NoAlarm',
    'dsx1RcvFarEndLOF',
    'dsx1XmtFarEndLOF',
    'dsx1RcvAIS',
    'dsx1XmtAIS',
    'dsx1LossOfFrame',
    'dsx1LossOfSignal',
    'dsx1LoopbackState',
    'dsx1T16AIS',
    'dsx1RcvFarEndLOMF',
    'dsx1XmtFarEndLOMF',
    'dsx1RcvTestCode',
    'dsx1OtherFailure',
    'dsx1UnavailSigState',
    'dsx1NetEquipOOS',
    'dsx1RcvPayloadAIS',
    'dsx1Ds2PerfThreshold',
  ]),
  SECTION: numbered(['sonetSectionNoDefect', 'sonetSectionLOS', 'sonetSectionLOF']),
  LINE: numbered(['sonetLineNoDefect', 'sonetLineAIS', 'sonetLineRDI']),
  PATH: numbered([
    'sonetPathNoDefect',
    'sonetPathSTSLOP',
    'sonetPathSTSAIS',
    'sonetPathSTSRDI',
    'sonetPathUnequipped',
    'sonetPathSignalLabelMismatch',
  ]),
  VT: numbered([
    'sonetVTNoDefect',
    'sonetVTLOP',
    'sonetVTPathAIS',
    'sonetVTPathRDI',
    'sonetVTPathRFI',
    'sonetVTUnequipped',
    'sonetVTSignalLabelMismatch',
  ]),
};

/**
 * What explains the rest comes first: without a signal there is no frame, behind an AIS the fault lies further up the
 * line, and a far end that complains of us says nothing of what it sends.
 */
const CAUSES_FIRST: readonly string[] = [
  'dsx1NetEquipOOS',
  'dsx1LossOfSignal',
  'dsx1RcvAIS',
  'dsx1LossOfFrame',
  'dsx1RcvPayloadAIS',
  'dsx1T16AIS',
  'dsx1LoopbackState',
  'dsx1UnavailSigState',
  'dsx1OtherFailure',
  'dsx1RcvTestCode',
  'dsx1RcvFarEndLOF',
  'dsx1RcvFarEndLOMF',
  'dsx1XmtAIS',
  'dsx1XmtFarEndLOF',
  'dsx1XmtFarEndLOMF',
  'dsx1Ds2PerfThreshold',
  'sonetSectionLOS',
  'sonetSectionLOF',
  'sonetLineAIS',
  'sonetLineRDI',
  'sonetPathSTSAIS',
  'sonetPathSTSLOP',
  'sonetPathUnequipped',
  'sonetPathSignalLabelMismatch',
  'sonetPathSTSRDI',
  'sonetVTPathAIS',
  'sonetVTLOP',
  'sonetVTUnequipped',
  'sonetVTSignalLabelMismatch',
  'sonetVTPathRFI',
  'sonetVTPathRDI',
];

/**
 * The names in a status (P-E1, P-SDH), by rising bit; bits that the MIB does not name are left out.
 *
 * @param status the sum as the device gave it
 */
export function lineAlarms(layer: LineLayer, status: number): readonly string[] {
  return LINE_ALARMS[layer].filter(({ bit }) => hasBit(status, bit)).map(({ code }) => code);
}

/** The alarm that explains the others, or null when there is none. */
export function rootLineAlarm(layer: LineLayer, status: number): string | null {
  const present = new Set(lineAlarms(layer, status));
  return CAUSES_FIRST.find((code) => present.has(code)) ?? null;
}

/** A status is a sum of up to 17 bits; bit operators would cut what lies beyond the thirty-second. */
function hasBit(status: number, bit: number): boolean {
  return Math.floor(status / bit) % 2 === 1;
}

function numbered(codes: readonly string[]): readonly LineAlarm[] {
  return codes.map((code, place) => ({ code, bit: 2 ** place }));
}
