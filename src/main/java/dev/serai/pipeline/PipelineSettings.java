package dev.serai.pipeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param routes folder of the route files
 * @param extensionTimeout how long a team's route may take before the call is refused
 */
@ConfigurationProperties("serai")
record PipelineSettings(
    @DefaultValue("routes") String routes, @DefaultValue("30s") Duration extensionTimeout) {}
