import { isToldOf } from './severity.js';

describe('Who wants to know of a level and above', () => {
  it('is told when the level is reached, and when it is left', () => {
    expect(isToldOf('major', null, 'critical')).toBeTrue();
    expect(isToldOf('major', 'minor', 'major')).toBeTrue();
    expect(isToldOf('major', 'critical', 'minor')).toBeTrue();
  });

  it('is not told of what stays below', () => {
    expect(isToldOf('major', null, 'minor')).toBeFalse();
    expect(isToldOf('major', 'warning', 'minor')).toBeFalse();
  });

  it('is told of every clear', () => {
    expect(isToldOf('critical', 'warning', null)).toBeTrue();
  });
});
