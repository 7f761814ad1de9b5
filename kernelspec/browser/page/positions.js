// The protocol counts Unicode code points, a text field UTF-16 units.
export const toPoints = (text, units) => [...text.slice(0, units)].length;
export const toUnits = (text, points) => [...text].slice(0, points).join('').length;
