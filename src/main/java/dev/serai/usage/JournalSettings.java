package dev.serai.usage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the journal lies and how large it may grow.
 *
 * @param folder must outlive the process; one per gateway, never shared
 * @param segment size of one file; two or three are there at rest
 * @param segmentsMax how many there may be while the database is away; 64 of 16 MB hold about two
 *     million records. The last one is kept for calls that are running when the others are full
 */
@ConfigurationProperties("serai.journal")
record JournalSettings(
    @DefaultValue(".serai/journal") Path folder,
    @DefaultValue("16MB") DataSize segment,
    @DefaultValue("64") int segmentsMax,
    @DefaultValue("refuse") WhenFull whenFull) {
  private static final long SEGMENT_MIN = 64 * 1024;
  private static final long SEGMENT_MAX = 1024 * 1024 * 1024;

  JournalSettings {
    if (segment.toBytes() < SEGMENT_MIN || segment.toBytes() > SEGMENT_MAX)
      throw new IllegalArgumentException(
          "serai.journal.segment: " + segment + " (expected: 64KB to 1GB)");
    if (segmentsMax < 3)
      throw new IllegalArgumentException(
          "serai.journal.segments-max: " + segmentsMax + " (expected: >= 3)");
  }
}
