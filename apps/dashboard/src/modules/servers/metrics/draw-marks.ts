import type uPlot from 'uplot';
import type { Mark } from './series.js';

const COLOR: Record<Mark['kind'], string> = { start: '--mantine-color-felt-6', stop: '--mantine-color-gray-6', crash: '--mantine-color-red-6' };

/** Upright lines at starts, stops and crashes, each with a sign of its own: a triangle, a square, a cross. */
export function drawMarks(chart: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = chart;
  const scale = window.devicePixelRatio;
  const style = getComputedStyle(document.documentElement);
  ctx.save();
  ctx.lineWidth = scale * 1.5;
  for (const { kind, at } of marks) {
    const x = chart.valToPos(at, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const color = style.getPropertyValue(COLOR[kind]).trim();
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.setLineDash([4 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    sign(ctx, kind, x, bbox.top + 5 * scale, 4.5 * scale);
  }
  ctx.restore();
}

function sign(ctx: CanvasRenderingContext2D, kind: Mark['kind'], x: number, y: number, half: number): void {
  ctx.beginPath();
  if (kind === 'start') {
    ctx.moveTo(x - half * 0.7, y - half);
    ctx.lineTo(x + half, y);
    ctx.lineTo(x - half * 0.7, y + half);
    ctx.fill();
  } else if (kind === 'stop') {
    ctx.rect(x - half * 0.8, y - half * 0.8, half * 1.6, half * 1.6);
    ctx.fill();
  } else {
    for (const side of [-1, 1]) {
      ctx.moveTo(x - half * 0.8, y - half * 0.8 * side);
      ctx.lineTo(x + half * 0.8, y + half * 0.8 * side);
    }
    ctx.stroke();
  }
}
