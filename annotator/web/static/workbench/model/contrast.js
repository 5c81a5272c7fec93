// How well one colour can be read on another: WCAG 2.2, "relative luminance" and "contrast ratio".

/** Red, green and blue from 0 to 255. @typedef {readonly [number, number, number]} Rgb */

/** @param {Rgb} color @returns {number} from 0 (black) to 1 (white) */
function luminance(color) {
  const [red, green, blue] = color.map((each) => {
    const share = each / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {Rgb} one @param {Rgb} other @returns {number} from 1 (alike) to 21 (black on white) */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
