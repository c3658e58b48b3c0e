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
 *     million records
 */
@ConfigurationProperties("serai.journal")
record JournalSettings(
    @DefaultValue(".serai/journal") Path folder,
    @DefaultValue("16MB") DataSize segment,
    @DefaultValue("64") int segmentsMax) {}
