SELECT B.auction, B.bidder, B.price, P.name, P.city, P.state, A.id, A.seller, A.category
FROM bid B JOIN person P ON P.id = B.bidder JOIN auction A ON A.seller = B.bidder
