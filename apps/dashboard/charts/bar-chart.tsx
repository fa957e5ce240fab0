import { useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { BarChart as Bars } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { formatCompact } from '../format/numbers';
import { formatClock } from '../format/times';
import { texts } from '../texts';

register([Bars, GridComponent, TooltipComponent, SVGRenderer]);

interface BarChartProps {
  hours: { at: number; defects: number; inspections: number }[];
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const optionOf = (hours: BarChartProps['hours']) => ({
  animation: false,
  grid: { left: 4, right: 4, top: 18, bottom: 20, outerBoundsMode: 'none' as const, containLabel: false },
  tooltip: {
    trigger: 'axis' as const,
    axisPointer: { type: 'shadow' as const, shadowStyle: { color: colour('--sunken'), opacity: 0.6 } },
    confine: true,
    backgroundColor: colour('--ink'),
    borderWidth: 0,
    padding: [6, 10],
    textStyle: { color: colour('--surface'), fontSize: 13 },
    formatter: (points: unknown) => {
      const hour = hours[(points as { dataIndex: number }[])[0]?.dataIndex ?? 0];
      return hour ? texts.live.hourHint(formatClock(hour.at), hour.defects, hour.inspections) : '';
    },
  },
  xAxis: {
    type: 'category' as const,
    data: hours.map(({ at }) => formatClock(at)),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour('--line-strong') } },
    axisLabel: { color: colour('--ink-3'), fontSize: 11, hideOverlap: true },
  },
  yAxis: { type: 'value' as const, show: false, minInterval: 1 },
  series: [
    {
      type: 'bar' as const,
      data: hours.map(({ defects }) => defects),
      itemStyle: { color: colour('--ink-3'), borderRadius: [2, 2, 0, 0] },
      barCategoryGap: '24%',
      label: {
        show: hours.length <= 12,
        position: 'top' as const,
        color: colour('--ink-2'),
        fontSize: 11,
        formatter: ({ value }: { value: unknown }) => (Number(value) > 0 ? formatCompact(Number(value)) : ''),
      },
    },
  ],
});

/** Defects an hour as bars. */
export function BarChart({ hours }: BarChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const { ref: sizeRef, width, height } = useElementSize();
  const ref = useMergedRef(element, sizeRef);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    if (!element.current) return;
    chart.current = init(element.current, null, { renderer: 'svg' });
    return () => chart.current?.dispose();
  }, []);
  useEffect(() => {
    if (width > 0 && height > 0) chart.current?.resize({ width, height });
  }, [width, height]);
  useEffect(() => {
    chart.current?.setOption(optionOf(hours), true);
  }, [hours, scheme, width]);
  return (
    <div
      ref={ref}
      role="img"
      aria-label={texts.live.hoursSummary(
        hours.reduce((sum, { defects }) => sum + defects, 0),
        hours.length,
      )}
      style={{ width: '100%', height: '100%' }}
    />
  );
}
