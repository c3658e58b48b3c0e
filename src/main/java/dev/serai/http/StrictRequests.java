package dev.serai.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Reads HTTP/1 without the leniency that lets one party before us see another request than we do
 * (request smuggling): a length that is given in two ways, a transfer coding other than chunked, a
 * folded header line. Netty itself refuses the rest: bare line feeds, spaces in names, control
 * characters, wrong chunks.
 */
final class StrictRequests extends VertxHttpRequestDecoder {
  private boolean inHead = true;
  private boolean behindLine; // of this head, the part that was read away
  private boolean refused;

  private StrictRequests(HttpServerOptions options) {
    super(options);
  }

  /**
   * To be put last in a pipeline that has not read anything yet: Vert.x makes its decoder when it
   * knows from the first bytes, or from the handshake, that this is not HTTP/2.
   */
  static ChannelHandler placing(HttpServerOptions options) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object bytes) {
        ChannelHandlerContext lenient = context.pipeline().context(HttpRequestDecoder.class);
        if (lenient != null)
          context.pipeline().replace(lenient.name(), lenient.name(), new StrictRequests(options));
        context.pipeline().remove(this); // first: an upgrade takes the pipeline apart
        context.fireChannelRead(bytes);
      }
    };
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (refused || inHead && folded(in)) {
      if (!refused) out.add(bad());
      refused = true;
      in.skipBytes(in.readableBytes());
      return;
    }
    int before = out.size();
    int from = in.readerIndex();
    super.decode(context, in, out);
    if (out.size() == before) {
      behindLine |= inHead && in.readerIndex() > from;
      return;
    }
    inHead = out.getLast() instanceof LastHttpContent;
    behindLine = false;
  }

  /** Netty joins such lines; others before us may read them as the next header, or as none. */
  private boolean folded(ByteBuf in) {
    int end = in.writerIndex();
    int line = in.readerIndex();
    if (behindLine && line < end && blank(in.getByte(line))) return true;
    while (true) {
      int feed = in.indexOf(line, end, (byte) '\n');
      if (feed < 0 || feed + 1 == end) return false;
      line = feed + 1;
      byte first = in.getByte(line);
      if (blank(first)) return true;
      if (first == '\r') return false;
    }
  }

  private static boolean blank(byte character) {
    return character == ' ' || character == '\t';
  }

  private HttpMessage bad() {
    HttpMessage message = createInvalidMessage();
    message.setDecoderResult(
        DecoderResult.failure(new IllegalArgumentException("a folded header line")));
    return message;
  }

  /** Asked once for each request, with all its headers; what is thrown makes it a bad request. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))
        throw new IllegalArgumentException("a transfer-encoding other than chunked");
      if (message.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0)
        throw new IllegalArgumentException("a transfer-encoding in HTTP/1.0");
    }
    if (message.headers().contains(""))
      throw new IllegalArgumentException("a header without a name");
    return super.isContentAlwaysEmpty(message);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("a content-length beside a transfer-encoding");
  }
}
