/* Belgian Lambert 2008 (EPSG:3812): a conformal conic projection with two parallels, on GRS80.
   Source: Snyder (1987), Map projections: a working manual, equations 15-1 to 15-4 and 14-1 to 14-4. */
const RAD = Math.PI / 180;
const A = 6378137;
const F = 1 / 298.257222101;
const E = Math.sqrt(2 * F - F * F);
const X0 = 649328;
const Y0 = 665262;
const LON0 = 4.359215833333333 * RAD;

const m = (lat) => Math.cos(lat) / Math.sqrt(1 - (E * Math.sin(lat)) ** 2);
const t = (lat) => Math.tan(Math.PI / 4 - lat / 2) / ((1 - E * Math.sin(lat)) / (1 + E * Math.sin(lat))) ** (E / 2);

const [LAT1, LAT2, LAT0] = [49.8333333333333 * RAD, 51.1666666666667 * RAD, 50.797815 * RAD];
const N = (Math.log(m(LAT1)) - Math.log(m(LAT2))) / (Math.log(t(LAT1)) - Math.log(t(LAT2)));
const FACTOR = m(LAT1) / (N * t(LAT1) ** N);
const RHO0 = A * FACTOR * t(LAT0) ** N;

/* Degrees to metres: [east, north]. */
export function lambert(lon, lat) {
  const rho = A * FACTOR * t(lat * RAD) ** N;
  const theta = N * (lon * RAD - LON0);
  return [X0 + rho * Math.sin(theta), Y0 + RHO0 - rho * Math.cos(theta)];
}
