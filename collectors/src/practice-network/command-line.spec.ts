import { readCommandLine, UnclearCommand } from './command-line.js';

function command(line: string): unknown {
  const wish = readCommandLine(line.split(' '));
  return wish.kind === 'command' ? wish.command : wish;
}

describe('the command line of the practice network', () => {
  it('joins the words of a circuit code, so that quotes are not needed', () => {
    const wanted = { do: 'down', circuit: 'CS/YL01-ZZ/TY02 MSTP10M 0001', end: 'Z', trap: false };

    expect(command('down CS/YL01-ZZ/TY02 MSTP10M 0001 --end z --no-trap')).toEqual(wanted);
    expect(readCommandLine(['down', 'CS/YL01-ZZ/TY02 MSTP10M 0001', '--no-trap', '--end', 'Z'])).toEqual({
      kind: 'command',
      command: wanted,
    } as never);
  });

  it('takes the last word as the value of speed and load', () => {
    expect(command('speed main line 100')).toEqual({ do: 'speed', circuit: 'main line', mbps: 100 });
    expect(command('load main line 87.5%')).toEqual({ do: 'load', circuit: 'main line', percent: 87.5 });
    expect(command('load main line auto --end A')).toEqual({
      do: 'load',
      circuit: 'main line',
      end: 'A',
      percent: null,
    });
  });

  it('takes a device where the whole device is meant', () => {
    expect(command('renumber CS-MSTP-01')).toEqual({ do: 'renumber', device: 'CS-MSTP-01' });
  });

  it('lies about the end that it is told', () => {
    expect(command('false-trap x --end z')).toEqual({ do: 'false-trap', circuit: 'x', end: 'Z' });
  });

  it('flaps five times every two seconds unless told otherwise', () => {
    expect(command('flap x')).toEqual({ do: 'flap', circuit: 'x', times: 5, everyMs: 2_000 });
    expect(command('flap x --times 3 --every 500')).toEqual({ do: 'flap', circuit: 'x', times: 3, everyMs: 500 });
  });

  it('holds lines, light and test packets, or gives them back with auto', () => {
    expect(command('alarm CS/YL01-ZZ/TY02 SDH2M 0013 LOS --end z --no-trap')).toEqual({
      do: 'alarm',
      circuit: 'CS/YL01-ZZ/TY02 SDH2M 0013',
      end: 'Z',
      alarm: 'los',
      trap: false,
    });
    expect(command('optical main line -27.5')).toEqual({ do: 'optical', circuit: 'main line', dbm: -27.5 });
    expect(command('optical main line auto --end A')).toEqual({
      do: 'optical',
      circuit: 'main line',
      end: 'A',
      dbm: null,
    });
    expect(command('loss main line 5%')).toEqual({ do: 'loss', circuit: 'main line', percent: 5 });
    expect(command('delay main line 80 --jitter 12')).toEqual({
      do: 'delay',
      circuit: 'main line',
      ms: 80,
      jitterMs: 12,
    });
    expect(command('delay main line auto')).toEqual({ do: 'delay', circuit: 'main line', ms: null });
  });

  it('speaks to devices by their code', () => {
    expect(command('reboot CS-IP-01')).toEqual({ do: 'reboot', device: 'CS-IP-01' });
    expect(command('silence CS-IP-01')).toEqual({ do: 'silence', device: 'CS-IP-01' });
  });

  it('lists and helps', () => {
    expect(readCommandLine(['list', '岳阳'])).toEqual({ kind: 'list', words: '岳阳' });
    expect(readCommandLine([])).toEqual({ kind: 'help' });
    expect(readCommandLine(['down', '--help'])).toEqual({ kind: 'help' });
  });

  for (const line of [
    'down',
    'load x',
    'load x much',
    'speed 100',
    'down x --end B',
    'down x --sideways',
    'break x',
    'alarm x',
    'alarm x blue',
    'optical x dark',
    'delay x 5 --jitter y',
  ]) {
    it(`says in a sentence what is wrong with "${line}"`, () => {
      expect(() => command(line)).toThrowError(UnclearCommand);
    });
  }
});
