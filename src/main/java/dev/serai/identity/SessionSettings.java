package dev.serai.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param duration of a session that asks for none
 * @param longest that one may ask for
 */
@ConfigurationProperties("serai.sessions")
record SessionSettings(
    @DefaultValue("12h") Duration duration, @DefaultValue("7d") Duration longest) {}
