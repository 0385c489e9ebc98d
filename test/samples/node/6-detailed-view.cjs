const request = require('request')

const options = {
  method: 'GET',
  url: 'https://<domain>/<api prefix>/<version>/support/ticket/detailed-view/',
  headers: {
    apikey: '<apikey>',
    Authorization: 'Bearer <access token>',
  },
  formData: {
    ticket_id: '<ticket_id>',
  },
}

request(options, (error, response) => {
  if (error) throw new Error(error)
  process.stdout.write(response.body)
})
