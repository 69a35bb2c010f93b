import { readable } from '@evenkeel/report';

describe('text that can be read', () => {
  test.each([
    ['a\tb', 'a\\tb'],
    ['a\r\nb', 'a\\r\\nb'],
    ['bell\u0007', 'bell\\u0007'],
    ['red\u001b[31m', 'red\\u001b[31m'],
    ['c1\u009b', 'c1\\u009b'],
    ['turned\u202e', 'turned\\u202e'],
    ['hidden\u200b', 'hidden\\u200b'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['QQQ\u200d', 'QQQ\\u200d'],
    ['line\u2028', 'line\\u2028'],
  ])('%j becomes %j', (text, shown) => {
    expect(readable(text)).toBe(shown);
  });

  test.each(['plain', 'é 日本 한글', '👩‍💻', 'क्‍ष', ''])('%j stays', (text) => {
    expect(readable(text)).toBe(text);
  });
});
