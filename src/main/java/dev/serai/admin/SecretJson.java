package dev.serai.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.serai.call.Secret;
import java.io.IOException;

/**
 * The two doors a secret may pass as JSON; a component has to name them, nothing opens by itself.
 */
public final class SecretJson {
  private SecretJson() {}

  /** For a secret that somebody sends. */
  public static final class Reader extends JsonDeserializer<Secret> {
    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getValueAsString();
      if (text == null) return (Secret) context.handleUnexpectedToken(Secret.class, parser);
      return Secret.of(text);
    }
  }

  /** For the one answer that shows it. */
  public static final class Writer extends JsonSerializer<Secret> {
    @Override
    public void serialize(Secret secret, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(secret.reveal());
    }
  }
}
