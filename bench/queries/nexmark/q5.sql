SELECT AuctionBids.auction, AuctionBids.num
FROM (
  SELECT auction, count(*) AS num, window_start, window_end
  FROM HOP(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '2' SECOND, INTERVAL '10' SECOND)
  GROUP BY auction, window_start, window_end
) AuctionBids
JOIN (
  SELECT max(num) AS maxn, window_start, window_end
  FROM (
    SELECT count(*) AS num, window_start, window_end
    FROM HOP(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '2' SECOND, INTERVAL '10' SECOND)
    GROUP BY auction, window_start, window_end
  ) CountBids
  GROUP BY window_start, window_end
) MaxBids
ON AuctionBids.window_start = MaxBids.window_start AND AuctionBids.window_end = MaxBids.window_end AND AuctionBids.num >= MaxBids.maxn
