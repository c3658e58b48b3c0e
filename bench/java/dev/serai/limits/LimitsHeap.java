package dev.serai.limits;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Heap of many limits, with nothing used of them yet: {@code bash bench/scale.sh limits} prints it
 * first.
 */
public final class LimitsHeap {
  private LimitsHeap() {}

  public static void main(String[] args) {
    int many = 100_000;
    try (LimitScene few = new LimitScene(6, 0)) {
      few.throughAndBack();
      double before = heapMb();
      try (LimitScene scene = new LimitScene(6, many)) {
        scene.throughAndBack();
        System.out.printf(
            Locale.ROOT, "%,d limits in memory: heap %.1f MB%n", many, heapMb() - before);
        scene.throughAndBack();
      }
      few.throughAndBack();
    }
  }

  private static double heapMb() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }
}
