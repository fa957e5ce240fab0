import { parseYoloYaml } from './yolo-yaml.js';

const names = (text: string): readonly string[] | null => parseYoloYaml(text).names;

describe('parseYoloYaml', () => {
  it.each([
    ['a list in brackets', 'names: [\'open\', "pin-hole", short]'],
    ['a list over several lines', 'names: [\n  open,\n  pin-hole, short\n]'],
    ['dashes', 'names:\n- open\n- pin-hole\n- short'],
    ['indented dashes', 'names:\n  - open # first\n\n  - "pin-hole"\n  - short\nnc: 3'],
    ['numbers', 'names:\n  0: open\n  1: pin-hole\n  2: short'],
    ['a map in braces, out of order', 'names: {2: short, 0: open, 1: pin-hole}'],
  ])('reads names written as %s', (_, text) => {
    expect(names(text)).toEqual(['open', 'pin-hole', 'short']);
  });

  it('keeps signs that mean something elsewhere', () => {
    expect(names('names: ["a, b", \'it\'\'s\', "#3", c#]')).toEqual(['a, b', "it's", '#3', 'c#']);
  });

  it('reads path and splits, single or several', () => {
    const text =
      '# dataset\npath: ../data/boards  # root\ntrain: images/train\nvalid:\n  - a/images\n  - b/images\ntest:\nnc: 1\nroboflow:\n  test: no\n';
    const { path, splits } = parseYoloYaml(text);
    expect(path).toBe('../data/boards');
    expect([...splits]).toEqual([
      ['train', ['images/train']],
      ['val', ['a/images', 'b/images']],
    ]);
  });

  it('says that a file names no labels when one is missing', () => {
    expect(names('names:\n  0: open\n  2: short')).toBeNull();
    expect(names('train: images')).toBeNull();
  });
});
