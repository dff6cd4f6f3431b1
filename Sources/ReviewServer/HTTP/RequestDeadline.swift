import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends connections whose request does not arrive in time, however slowly it trickles.
///
/// The first request must begin, and each must be whole, within the limit: else 408 and the
/// connection is closed. (Connections that idle between requests are closed by Hummingbird.)
final class RequestDeadline: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundOut = HTTPResponsePart

  private let limit: TimeAmount
  private var deadline: Scheduled<Void>?
  /// Whether a request has begun and is not whole.
  private var isArriving = false

  init(seconds: Int) { limit = .seconds(Int64(seconds)) }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { start(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    start(context)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      isArriving = true
      stop()
    case .body: break
    case .end:
      isArriving = false
      stop()
    }
    context.fireChannelRead(data)
  }

  /// Most requests are whole by now, and no clock is set for them.
  func channelReadComplete(context: ChannelHandlerContext) {
    if isArriving && deadline == nil { start(context) }
    context.fireChannelReadComplete()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  private func stop() {
    deadline?.cancel()
    deadline = nil
  }

  private func start(_ context: ChannelHandlerContext) {
    stop()
    let bound = NIOLoopBound((context, self), eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: limit) {
      let (context, handler) = bound.value
      handler.expire(context)
    }
  }

  private func expire(_ context: ChannelHandlerContext) {
    deadline = nil
    let head = HTTPResponse(
      status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      bound.value.close(promise: nil)
    }
  }
}
