// What the structs of options and ancillary data hold, in TypeScript's eyes.

/** `struct linger`: what closing a socket does with data that was not sent yet. */
export interface Linger {
  /** Whether `close()` waits at all, 0 or 1. */
  readonly onoff: number;
  /** How many seconds (on macOS, hundredths of one); with 0, `close()` resets the connection. */
  readonly linger: number;
}

/** `struct timeval`. */
export interface Timeval {
  /** Seconds. */
  readonly sec: number;
  /** And microseconds. */
  readonly usec: number;
}

/** `struct timespec`. */
export interface Timespec {
  /** Seconds. */
  readonly sec: number;
  /** And nanoseconds. */
  readonly nsec: number;
}

/** `struct ucred`: a process, as `SO_PEERCRED` and `SCM_CREDENTIALS` tell it. (Linux) */
export interface Ucred {
  /** Process id. */
  readonly pid: number;
  /** User id. */
  readonly uid: number;
  /** Group id. */
  readonly gid: number;
}

/** `struct ip_mreqn`: an IPv4 multicast group on an interface. */
export interface IpMreqn {
  /** The group's address. */
  readonly multiaddr: string;
  /** An address of the interface; `"0.0.0.0"` for any. */
  readonly address: string;
  /** The interface's number, which counts if it is not 0. (Linux) */
  readonly ifindex: number;
}

/** `struct ip_mreq_source`: an IPv4 multicast group on an interface, and one of its senders. */
export interface IpMreqSource {
  /** The group's address. */
  readonly multiaddr: string;
  /** An address of the interface; `"0.0.0.0"` for any. */
  readonly interface: string;
  /** The sender's address. */
  readonly sourceaddr: string;
}

/** `struct ipv6_mreq`: an IPv6 multicast group on an interface. */
export interface Ipv6Mreq {
  /** The group's address. */
  readonly multiaddr: string;
  /** The interface's number; 0 for any. */
  readonly interface: number;
}

/** `struct in_pktinfo`: where an IPv4 datagram came in, or is to go out (`IP_PKTINFO`). */
export interface InPktinfo {
  /** The interface's number. */
  readonly ifindex: number;
  /** The own address: where it came in, or from which it is to be sent. */
  readonly spec_dst: string;
  /** The destination in the datagram's header. */
  readonly addr: string;
}

/** `struct in6_pktinfo`: where an IPv6 datagram came in, or is to go out (`IPV6_PKTINFO`). */
export interface In6Pktinfo {
  /** The destination; in sending, the own address. */
  readonly addr: string;
  /** The interface's number. */
  readonly ifindex: number;
}

/**
 * `struct tcp_info`: what Linux knows of a TCP connection. Members that came with later kernels are `undefined` on an older
 * one.
 */
export interface TcpInfo {
  /** State of the connection: 1 is established, 10 listening; the numbers of `ss` and the kernel's headers. */
  readonly tcpi_state: number;
  /** State of congestion control: 0 open, 1 disorder, 2 window reduced, 3 recovery, 4 loss. */
  readonly tcpi_ca_state: number;
  /** Retransmissions in a row that were not acknowledged yet. */
  readonly tcpi_retransmits: number;
  /** Window or keepalive probes that were not answered yet. */
  readonly tcpi_probes: number;
  /** How often the retransmission timeout was doubled. */
  readonly tcpi_backoff: number;
  /** Bits: 1 timestamps, 2 selective acknowledgements, 4 window scaling, 8 ECN, 16 ECN seen, 32 data in the SYN. */
  readonly tcpi_options: number;
  /** Shift of the peer's window. */
  readonly tcpi_snd_wscale: number;
  /** Shift of the own window. */
  readonly tcpi_rcv_wscale: number;
  /** 1 if `tcpi_delivery_rate` was limited by the application, not by the network. */
  readonly tcpi_delivery_rate_app_limited: number;
  /** Why TCP Fast Open failed on this side; 0 if it did not. */
  readonly tcpi_fastopen_client_fail: number;
  /** Retransmission timeout, in microseconds. */
  readonly tcpi_rto: number;
  /** Timeout of delayed acknowledgements, in microseconds. */
  readonly tcpi_ato: number;
  /** Largest segment sent, in bytes. */
  readonly tcpi_snd_mss: number;
  /** Largest segment received, as estimated, in bytes. */
  readonly tcpi_rcv_mss: number;
  /** Segments sent and not acknowledged; of a listening socket, connections that wait to be accepted. */
  readonly tcpi_unacked: number;
  /** Segments acknowledged selectively; of a listening socket, its backlog. */
  readonly tcpi_sacked: number;
  /** Segments taken for lost. */
  readonly tcpi_lost: number;
  /** Segments retransmitted and not acknowledged. */
  readonly tcpi_retrans: number;
  /** No longer used. */
  readonly tcpi_fackets: number;
  /** Milliseconds since data was sent. */
  readonly tcpi_last_data_sent: number;
  /** Not kept: always 0. */
  readonly tcpi_last_ack_sent: number;
  /** Milliseconds since data was received. */
  readonly tcpi_last_data_recv: number;
  /** Milliseconds since an acknowledgement was received. */
  readonly tcpi_last_ack_recv: number;
  /** Largest packet of the path, in bytes. */
  readonly tcpi_pmtu: number;
  /** Limit to which the own window may grow, in bytes. */
  readonly tcpi_rcv_ssthresh: number;
  /** Round-trip time, smoothed, in microseconds. */
  readonly tcpi_rtt: number;
  /** Variation of the round-trip time, in microseconds. */
  readonly tcpi_rttvar: number;
  /** Slow start ends at this window, in segments. */
  readonly tcpi_snd_ssthresh: number;
  /** Congestion window, in segments. */
  readonly tcpi_snd_cwnd: number;
  /** Largest segment announced to the peer, in bytes. */
  readonly tcpi_advmss: number;
  /** How far segments may overtake one another before one is taken for lost. */
  readonly tcpi_reordering: number;
  /** Round-trip time as the receiver estimates it, in microseconds. */
  readonly tcpi_rcv_rtt: number;
  /** Space for received data, in bytes. */
  readonly tcpi_rcv_space: number;
  /** Segments retransmitted so far. */
  readonly tcpi_total_retrans: number;
  /** Rate at which sending is paced, in bytes a second. */
  readonly tcpi_pacing_rate?: bigint;
  /** Upper limit of that rate. */
  readonly tcpi_max_pacing_rate?: bigint;
  /** Bytes sent that were acknowledged. */
  readonly tcpi_bytes_acked?: bigint;
  /** Bytes received. */
  readonly tcpi_bytes_received?: bigint;
  /** Segments sent. */
  readonly tcpi_segs_out?: number;
  /** Segments received. */
  readonly tcpi_segs_in?: number;
  /** Bytes in the send buffer that were not sent yet. */
  readonly tcpi_notsent_bytes?: number;
  /** Smallest round-trip time seen, in microseconds. */
  readonly tcpi_min_rtt?: number;
  /** Segments received that carried data. */
  readonly tcpi_data_segs_in?: number;
  /** Segments sent that carried data. */
  readonly tcpi_data_segs_out?: number;
  /** Most recent rate of delivery, in bytes a second. */
  readonly tcpi_delivery_rate?: bigint;
  /** Microseconds spent sending. */
  readonly tcpi_busy_time?: bigint;
  /** Microseconds in which the peer's window held sending up. */
  readonly tcpi_rwnd_limited?: bigint;
  /** Microseconds in which the send buffer held sending up. */
  readonly tcpi_sndbuf_limited?: bigint;
  /** Segments delivered, retransmitted ones included. */
  readonly tcpi_delivered?: number;
  /** Of those, the ones marked as having met congestion. */
  readonly tcpi_delivered_ce?: number;
  /** Bytes sent, retransmitted ones included. */
  readonly tcpi_bytes_sent?: bigint;
  /** Bytes retransmitted. */
  readonly tcpi_bytes_retrans?: bigint;
  /** Duplicates that the peer reported. */
  readonly tcpi_dsack_dups?: number;
  /** How often reordering was seen. */
  readonly tcpi_reord_seen?: number;
  /** Segments received out of order. */
  readonly tcpi_rcv_ooopack?: number;
  /** The peer's window, in bytes. */
  readonly tcpi_snd_wnd?: number;
  /** The own window, in bytes. Linux 6.2. */
  readonly tcpi_rcv_wnd?: number;
  /** How often another path was tried. Linux 6.2. */
  readonly tcpi_rehash?: number;
  /** Retransmission timeouts so far. Linux 6.7. */
  readonly tcpi_total_rto?: number;
  /** Recoveries from such timeouts. Linux 6.7. */
  readonly tcpi_total_rto_recoveries?: number;
  /** Milliseconds spent in such recoveries. Linux 6.7. */
  readonly tcpi_total_rto_time?: number;
  /** Segments received that had met congestion. Linux 6.18. */
  readonly tcpi_received_ce?: number;
  /** Bytes delivered with the ECN mark ECT(1). Linux 6.18. */
  readonly tcpi_delivered_e1_bytes?: number;
  /** Bytes delivered with the ECN mark ECT(0). Linux 6.18. */
  readonly tcpi_delivered_e0_bytes?: number;
  /** Bytes delivered that had met congestion. Linux 6.18. */
  readonly tcpi_delivered_ce_bytes?: number;
  /** Bytes received with the ECN mark ECT(1). Linux 6.18. */
  readonly tcpi_received_e1_bytes?: number;
  /** Bytes received with the ECN mark ECT(0). Linux 6.18. */
  readonly tcpi_received_e0_bytes?: number;
  /** Bytes received that had met congestion. Linux 6.18. */
  readonly tcpi_received_ce_bytes?: number;
}

/** `struct tcp_connection_info`: what macOS knows of a TCP connection. */
export interface TcpConnectionInfo {
  /** State of the connection: 4 is established. */
  readonly tcpi_state: number;
  /** Shift of the peer's window. */
  readonly tcpi_snd_wscale: number;
  /** Shift of the own window. */
  readonly tcpi_rcv_wscale: number;
  /** Bits: 1 timestamps, 2 selective acknowledgements, 4 window scaling, 8 ECN. */
  readonly tcpi_options: number;
  /** Bits: 1 recovering from loss, 2 reordering was seen. */
  readonly tcpi_flags: number;
  /** Retransmission timeout, in milliseconds. */
  readonly tcpi_rto: number;
  /** Largest segment, in bytes. */
  readonly tcpi_maxseg: number;
  /** Slow start ends at this window, in bytes. */
  readonly tcpi_snd_ssthresh: number;
  /** Congestion window, in bytes. */
  readonly tcpi_snd_cwnd: number;
  /** The peer's window, in bytes. */
  readonly tcpi_snd_wnd: number;
  /** Bytes in the send buffer, those on their way included. */
  readonly tcpi_snd_sbbytes: number;
  /** The own window, in bytes. */
  readonly tcpi_rcv_wnd: number;
  /** Latest round-trip time, in milliseconds. */
  readonly tcpi_rttcur: number;
  /** Round-trip time, smoothed, in milliseconds. */
  readonly tcpi_srtt: number;
  /** Variation of the round-trip time. */
  readonly tcpi_rttvar: number;
  /** TCP Fast Open: a cookie was asked for. */
  readonly tcpi_tfo_cookie_req: number;
  /** A cookie came. */
  readonly tcpi_tfo_cookie_rcv: number;
  /** The SYN was lost, and plain TCP followed. */
  readonly tcpi_tfo_syn_loss: number;
  /** The SYN carried data. */
  readonly tcpi_tfo_syn_data_sent: number;
  /** All of that data was acknowledged. */
  readonly tcpi_tfo_syn_data_acked: number;
  /** A SYN with data and a valid cookie came. */
  readonly tcpi_tfo_syn_data_rcv: number;
  /** The peer asked for a cookie. */
  readonly tcpi_tfo_cookie_req_rcv: number;
  /** A cookie was given to the peer. */
  readonly tcpi_tfo_cookie_sent: number;
  /** The peer's cookie was not valid. */
  readonly tcpi_tfo_cookie_invalid: number;
  /** The cookie sent was wrong. */
  readonly tcpi_tfo_cookie_wrong: number;
  /** No cookie came though one was asked for. */
  readonly tcpi_tfo_no_cookie_rcv: number;
  /** Past failures turned Fast Open off. */
  readonly tcpi_tfo_heuristics_disable: number;
  /** Data in SYNs is swallowed on the way out. */
  readonly tcpi_tfo_send_blackhole: number;
  /** Data in SYNs is swallowed on the way in. */
  readonly tcpi_tfo_recv_blackhole: number;
  /** A proxy acknowledges all but one byte of the SYN. */
  readonly tcpi_tfo_onebyte_proxy: number;
  /** Packets sent. */
  readonly tcpi_txpackets: bigint;
  /** Bytes sent. */
  readonly tcpi_txbytes: bigint;
  /** Bytes retransmitted. */
  readonly tcpi_txretransmitbytes: bigint;
  /** Packets received. */
  readonly tcpi_rxpackets: bigint;
  /** Bytes received. */
  readonly tcpi_rxbytes: bigint;
  /** Bytes received out of order. */
  readonly tcpi_rxoutoforderbytes: bigint;
  /** Packets retransmitted. */
  readonly tcpi_txretransmitpackets: bigint;
}
