package dev.serai.pipeline;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param routes folder of the route files
 */
@ConfigurationProperties("serai")
record PipelineSettings(@DefaultValue("routes") String routes) {}
