const WORDS = {
  'zh-CN': { day: '天', hour: '小时', minute: '分', second: '秒' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const;

/**
 * What is left of a clock, to be watched: "2 天 3 小时", "3 小时 41 分", "41 分 20 秒". Always two units, so that it
 * visibly moves in its last hour and keeps its width.
 *
 * @param ms the sign is not shown: whether it is left or over is said in words
 */
export function formatClock(ms: number, language: string): string {
  const words = language === 'en' ? WORDS.en : WORDS['zh-CN'];
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600), Math.floor(seconds / 60)];
  if (days > 0) return `${String(days)} ${words.day} ${String(hours % 24)} ${words.hour}`;
  if (hours > 0) return `${String(hours)} ${words.hour} ${twoDigits(minutes % 60)} ${words.minute}`;
  return `${String(minutes)} ${words.minute} ${twoDigits(seconds % 60)} ${words.second}`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
